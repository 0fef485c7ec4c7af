/** Name and alternative text. */
import { Field } from '../parts/field.tsx'
import { t } from '../texts/index.ts'
import type { Edit } from './use-edit.ts'

/** Of the API, in characters. */
const MOST_ALT = 2000

export function EditForm({ edit, isImage }: { edit: Edit; isImage: boolean }) {
  const { name, alt, problem, isBusy, isChanged } = edit
  const wrong = (field: 'name' | 'alt') => (problem?.field === field ? problem.text : null)
  const submit = (event: Event) => {
    event.preventDefault()
    void edit.save()
  }
  return (
    <form
      class="edit"
      noValidate
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event)
      }}
    >
      <Field label={t.detail.name} hint={name === '' ? null : t.detail.nameHint} problem={wrong('name')}>
        {(about) => (
          <input
            {...about}
            value={name}
            spellcheck={false}
            autocomplete="off"
            onInput={(event) => edit.setName(event.currentTarget.value)}
          />
        )}
      </Field>
      <Field label={t.detail.alt} hint={isImage ? t.detail.altHint : null} problem={wrong('alt')}>
        {(about) => (
          <textarea {...about} rows={3} value={alt} maxLength={MOST_ALT} onInput={(event) => edit.setAlt(event.currentTarget.value)} />
        )}
      </Field>
      {/* There before it can be used: a button that appears moves what stands below it, and one that is switched off loses the focus. */}
      <button type="submit" class="button button-primary" aria-disabled={!isChanged || isBusy}>
        {isBusy ? t.detail.saving : t.detail.save}
      </button>
    </form>
  )
}
