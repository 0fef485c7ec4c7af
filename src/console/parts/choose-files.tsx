/** The button behind which the browser's own file dialog is. */
import { Upload } from 'lucide'
import { useRef } from 'preact/hooks'
import { ACCEPTED } from '../uploads/accepted.ts'
import { upload } from '../uploads/uploads.ts'
import { Icon } from './icon.tsx'

export function ChooseFiles({ label, class: name = '' }: { label: string; class?: string }) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <button type="button" class={`button button-primary ${name}`} onClick={() => input.current?.click()}>
        <Icon of={Upload} size={18} />
        <span>{label}</span>
      </button>
      <input
        ref={input}
        class="out-of-sight"
        type="file"
        multiple
        accept={ACCEPTED}
        tabIndex={-1}
        aria-hidden="true"
        onChange={({ currentTarget }) => {
          void upload([...(currentTarget.files ?? [])])
          // So that the same file can be chosen again.
          currentTarget.value = ''
        }}
      />
    </>
  )
}
