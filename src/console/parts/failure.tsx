/** What could not be loaded, why, under which number the server's log has the cause; and once more. */
import { TriangleAlert } from 'lucide'
import type { Problem } from '../state/problem.ts'
import { t } from '../texts/index.ts'
import { State } from './state.tsx'

export function Failure({ title, problem, onAgain }: { title: string; problem: Problem | null; onAgain(): void }) {
  return (
    <State icon={TriangleAlert} title={title} alert>
      <p>{problem?.text}</p>
      {problem?.requestId && <p class="quiet">{t.failed.request(problem.requestId)}</p>}
      <button type="button" class="button" onClick={onAgain}>
        {t.tryAgain}
      </button>
    </State>
  )
}
