/** Beside the preview: name and alternative text, what to copy, all fields, download and delete. */
import { Copy, Download, ExternalLink, Trash2 } from 'lucide'
import { useState } from 'preact/hooks'
import type { Media } from '../../client/index.ts'
import { RemoveDialog } from '../library/remove-dialog.tsx'
import { copy } from '../parts/copy.ts'
import { formatBytes, formatDimensions, formatDuration, formatMoment } from '../parts/format.ts'
import { Icon } from '../parts/icon.tsx'
import { ownUrl } from '../parts/thumbnail.tsx'
import { may } from '../state/session.ts'
import { t } from '../texts/index.ts'
import { EditForm } from './edit-form.tsx'
import { htmlOf, markdownOf } from './snippets.ts'
import { useEdit } from './use-edit.ts'

export function Panel({ media, onGone }: { media: Media; onGone(): void }) {
  const [isRemoving, setRemoving] = useState(false)
  const edit = useEdit(media)
  const canEdit = may('media:update')
  const done = () => {
    edit.forget()
    onGone()
  }
  return (
    <>
      <h2 class="detail-title">
        <bdi>{media.name}</bdi>
      </h2>
      <div class="detail-actions">
        <a class="button" href={`${ownUrl(media)}?download`} download={media.name}>
          <Icon of={Download} size={18} />
          <span>{t.detail.download}</span>
        </a>
        <a class="icon-button" href={ownUrl(media)} target="_blank" rel="noreferrer" aria-label={t.detail.open} title={t.detail.open}>
          <Icon of={ExternalLink} />
        </a>
        {may('media:delete') && (
          <button type="button" class="button button-danger" onClick={() => setRemoving(true)}>
            <Icon of={Trash2} size={18} />
            <span>{t.detail.delete}</span>
          </button>
        )}
      </div>
      {/* As it is written, saved or not. */}
      <Copies media={{ ...media, alt: edit.alt.trim() === '' ? null : edit.alt }} />
      {canEdit && <EditForm edit={edit} isImage={media.type === 'image'} />}
      <Facts media={media} withAlt={!canEdit} />
      {isRemoving && <RemoveDialog media={[media]} onClose={() => setRemoving(false)} onDone={done} />}
    </>
  )
}

function Copies({ media }: { media: Media }) {
  const ways: [string, () => string][] = [
    [t.detail.copyUrl, () => media.url],
    [t.detail.copyMarkdown, () => markdownOf(media)],
    [t.detail.copyHtml, () => htmlOf(media)],
  ]
  return (
    <fieldset class="copies">
      <legend>{t.detail.copy}</legend>
      {ways.map(([what, text]) => (
        <button
          key={what}
          type="button"
          class="button"
          aria-label={t.detail.copyLabel(what)}
          onClick={() => void copy(text(), t.detail.copiedWhat(what))}
        >
          <Icon of={Copy} size={16} />
          <span>{what}</span>
        </button>
      ))}
    </fieldset>
  )
}

function Facts({ media, withAlt }: { media: Media; withAlt: boolean }) {
  const facts: [string, string | null][] = [
    [t.detail.alt, withAlt ? media.alt : null],
    [t.detail.type, `${t.types[media.type]} (${media.mime_type})`],
    [t.detail.size, `${formatBytes(media.size)} (${t.detail.bytes(media.size)})`],
    [t.detail.dimensions, formatDimensions(media)],
    [t.detail.duration, media.duration === null ? null : formatDuration(media.duration)],
    [t.detail.added, formatMoment(media.created_at)],
    [t.detail.changed, media.updated_at === media.created_at ? null : formatMoment(media.updated_at)],
    [t.detail.addedBy, media.created_by],
    [t.detail.url, media.url],
    [t.detail.path, media.path],
    [t.detail.id, media.id],
  ]
  return (
    <section class="facts" aria-label={t.detail.facts}>
      <dl>
        {facts.map(
          ([name, value]) =>
            value !== null && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>
                  <bdi>{value}</bdi>
                </dd>
              </div>
            ),
        )}
      </dl>
    </section>
  )
}
