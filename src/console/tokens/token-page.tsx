/** API tokens, for who may manage them. */
import { KeyRound, Plus } from 'lucide'
import { useEffect, useState } from 'preact/hooks'
import type { CreatedToken } from '../../client/index.ts'
import { ListSkeleton } from '../library/skeleton.tsx'
import { Failure } from '../parts/failure.tsx'
import { Icon } from '../parts/icon.tsx'
import { State } from '../parts/state.tsx'
import { t } from '../texts/index.ts'
import { CreateDialog } from './create-dialog.tsx'
import { SecretDialog } from './secret-dialog.tsx'
import { failure, isMore, load, loadMore, tokens } from './token-list.ts'
import { TokenTable } from './token-table.tsx'

export function TokenPage() {
  const [isCreating, setCreating] = useState(false)
  const [made, setMade] = useState<CreatedToken | null>(null)
  useEffect(() => void load(), [])
  return (
    <div class="token-page">
      <header class="page-head">
        <div>
          <h1>{t.tokens}</h1>
          <p class="quiet">{t.tokenPage.intro}</p>
        </div>
        <button type="button" class="button button-primary" onClick={() => setCreating(true)}>
          <Icon of={Plus} size={18} />
          <span>{t.tokenPage.create}</span>
        </button>
      </header>
      <Tokens onMade={setMade} />
      {isCreating && <CreateDialog onClose={() => setCreating(false)} onMade={setMade} />}
      {made && <SecretDialog made={made} onClose={() => setMade(null)} />}
    </div>
  )
}

function Tokens({ onMade }: { onMade(made: CreatedToken): void }) {
  if (failure.value) return <Failure title={t.tokenPage.failed} problem={failure.value} onAgain={() => void load()} />
  if (tokens.value === null) return <ListSkeleton />
  if (tokens.value.length === 0) return <State icon={KeyRound} title={t.tokenPage.total(0)} />
  return (
    <>
      <TokenTable list={tokens.value} onMade={onMade} />
      {isMore.value && (
        <button type="button" class="button" onClick={() => void loadMore()}>
          {t.tokenPage.more}
        </button>
      )}
    </>
  )
}
