/** Where nobody is signed in. */
import { Eye, EyeOff } from 'lucide'
import { useEffect, useRef, useState } from 'preact/hooks'
import { settleFocus } from './parts/focus.ts'
import { IconButton } from './parts/icon-button.tsx'
import { Mark } from './parts/mark.tsx'
import { isWellFormed, outside, signIn, tokenIn } from './state/session.ts'
import { t } from './texts/index.ts'

/** Where whoever signs in has started the server, most likely. */
const IS_LOCAL = ['localhost', '127.0.0.1', '[::1]'].includes(location.hostname)

export function SignIn() {
  const [token, setToken] = useState('')
  const [isShown, setShown] = useState(false)
  const [isMalformed, setMalformed] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const why = outside.value
  const isBusy = why === 'checking'
  const problem = isMalformed ? t.signIn.malformed : why === 'none' || why === 'checking' ? null : t.signIn[why]
  useEffect(() => {
    input.current?.focus()
    // Signed in: the form that had it is gone.
    return () => settleFocus()
  }, [])

  function submit(event: Event): void {
    event.preventDefault()
    const given = tokenIn(token)
    setMalformed(!isWellFormed(given))
    if (isWellFormed(given) && !isBusy) void signIn(given)
    else input.current?.focus()
  }

  return (
    <main class="sign-in">
      <form class="sign-in-card" onSubmit={submit} noValidate>
        <Mark />
        <h1>{t.product}</h1>
        <p class="quiet">{t.signIn.intro}</p>
        <div class="field">
          <label for="token">{t.signIn.token}</label>
          <span class="secret-field">
            <input
              ref={input}
              id="token"
              {...(isShown ? { type: 'text' } : { type: 'password' })}
              value={token}
              placeholder="mt_…"
              autocomplete="off"
              autocapitalize="off"
              spellcheck={false}
              aria-invalid={problem !== null}
              aria-describedby={problem ? 'token-problem' : IS_LOCAL ? 'token-hint' : undefined}
              onInput={({ currentTarget }) => setToken(currentTarget.value)}
            />
            <IconButton icon={isShown ? EyeOff : Eye} label={isShown ? t.signIn.hide : t.signIn.show} onClick={() => setShown(!isShown)} />
          </span>
        </div>
        {problem && (
          <p id="token-problem" class="problem" role="alert">
            {problem}
          </p>
        )}
        <button type="submit" class="button button-primary" disabled={isBusy}>
          {isBusy ? t.signIn.checking : t.signIn.submit}
        </button>
        {IS_LOCAL && (
          <p id="token-hint" class="quiet small">
            {t.signIn.localHint}
          </p>
        )}
      </form>
    </main>
  )
}
