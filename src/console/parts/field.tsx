/** A labelled field, what is said of it, and what is wrong with it: right below, read aloud, and where the focus goes. */
import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'

interface About {
  id: string
  'aria-invalid': boolean
  'aria-describedby': string | undefined
}

interface FieldProps {
  label: string
  hint?: string | null
  problem: string | null
  children(about: About): ComponentChildren
}

export function Field({ label, hint = null, problem, children }: FieldProps) {
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (problem) box.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus()
  }, [problem])
  const described = problem ? `${id}-problem` : hint ? `${id}-hint` : undefined
  return (
    <div class="field" ref={box}>
      <label for={id}>{label}</label>
      {children({ id, 'aria-invalid': problem !== null, 'aria-describedby': described })}
      {problem ? (
        <p id={`${id}-problem`} class="problem small" role="alert">
          {problem}
        </p>
      ) : (
        hint && <small id={`${id}-hint`}>{hint}</small>
      )}
    </div>
  )
}
