/** The button behind which the browser's own file dialog is. */
import { Upload } from 'lucide'
import { useRef } from 'preact/hooks'
import { upload } from '../uploads/uploads.ts'
import { Icon } from './icon.tsx'

/** What the dialog offers first; what is chosen all the same is checked as any other. */
const ACCEPTED = '.jpg,.jpeg,.png,.gif,.pdf,.doc,.docx,.xls,.xlsx,.mp4,.mp3'

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
