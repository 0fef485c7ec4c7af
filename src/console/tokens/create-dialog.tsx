/** What a new token is made from. It may do no more than the one that makes it. */
import { useState } from 'preact/hooks'
import type { CreatedToken, Scope } from '../../client/index.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { problemOf } from '../state/problem.ts'
import { may } from '../state/session.ts'
import { t } from '../texts/index.ts'
import { create } from './token-list.ts'

const DAY = 24 * 60 * 60
/** In seconds. */
const EXPIRIES = { never: null, day: DAY, month: 30 * DAY, quarter: 90 * DAY, year: 365 * DAY } as const
type Expiry = keyof typeof EXPIRIES

const SCOPES = Object.keys(t.scopes) as Scope[]

/** Of the API, in characters. */
const MOST = { name: 100, description: 500 }

export function CreateDialog({ onClose, onMade }: { onClose(): void; onMade(made: CreatedToken): void }) {
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const [scopes, setScopes] = useState<readonly Scope[]>(['media:read'].filter((scope) => may(scope as Scope)) as Scope[])
  const [expiry, setExpiry] = useState<Expiry>('never')
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<{ field: 'name' | 'scopes' | 'all'; text: string } | null>(null)

  async function submit(event: Event): Promise<void> {
    event.preventDefault()
    if (name.trim() === '') return setProblem({ field: 'name', text: t.tokenPage.nameMissing })
    if (scopes.length === 0) return setProblem({ field: 'scopes', text: t.tokenPage.scopeMissing })
    setBusy(true)
    setProblem(null)
    try {
      const request = { name: name.trim(), description: description.trim() || null, scopes: [...scopes], expires_in: EXPIRIES[expiry] }
      onMade(await create(request))
      onClose()
    } catch (error) {
      setProblem({ field: 'all', text: problemOf(error).text })
      setBusy(false)
    }
  }

  return (
    <Dialog title={t.tokenPage.create} onClose={onClose}>
      <form class="token-form" onSubmit={submit} noValidate>
        <Field label={t.tokenPage.name} hint={t.tokenPage.nameHint} problem={problem?.field === 'name' ? problem.text : null}>
          {(about) => <input {...about} data-first value={name} maxLength={MOST.name} autocomplete="off" onInput={typed(setName)} />}
        </Field>
        <Field label={t.tokenPage.description} problem={null}>
          {(about) => (
            <input {...about} value={description} maxLength={MOST.description} autocomplete="off" onInput={typed(setDescription)} />
          )}
        </Field>
        <fieldset class="field">
          <legend>{t.tokenPage.scopes}</legend>
          {SCOPES.filter(may).map((scope) => (
            <label key={scope} class="check">
              <input
                type="checkbox"
                checked={scopes.includes(scope)}
                onChange={() => setScopes(scopes.includes(scope) ? scopes.filter((one) => one !== scope) : [...scopes, scope])}
              />
              <span>
                <strong>{t.scopes[scope].name}</strong> <span class="quiet">{t.scopes[scope].about}</span>
              </span>
            </label>
          ))}
          {problem?.field === 'scopes' && (
            <p class="problem small" role="alert">
              {problem.text}
            </p>
          )}
        </fieldset>
        <label class="field">
          <span>{t.tokenPage.expiry}</span>
          <select value={expiry} onChange={({ currentTarget }) => setExpiry(currentTarget.value as Expiry)}>
            {(Object.keys(EXPIRIES) as Expiry[]).map((key) => (
              <option key={key} value={key}>
                {t.tokenPage.expiries[key]}
              </option>
            ))}
          </select>
        </label>
        {problem?.field === 'all' && (
          <p class="problem" role="alert">
            {problem.text}
          </p>
        )}
        <footer class="dialog-foot">
          <button type="button" class="button" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="submit" class="button button-primary" disabled={isBusy}>
            {isBusy ? t.tokenPage.making : t.tokenPage.make}
          </button>
        </footer>
      </form>
    </Dialog>
  )
}

function typed(set: (text: string) => void) {
  return ({ currentTarget }: { currentTarget: HTMLInputElement }) => set(currentTarget.value)
}
