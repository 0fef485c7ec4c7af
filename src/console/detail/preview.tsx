/** What the file is: a picture, something that plays, pages; or its icon. */
import { useState } from 'preact/hooks'
import type { Media } from '../../client/index.ts'
import { KindIcon } from '../parts/kind-icon.tsx'
import { ownSrcset, ownUrl } from '../parts/thumbnail.tsx'
import { t } from '../texts/index.ts'

export function Preview({ media }: { media: Media }) {
  const [failed, setFailed] = useState(false)
  const url = ownUrl(media)
  const onError = () => setFailed(true)
  if (failed) return <Nothing media={media} text={t.detail.previewFailed} />
  switch (media.type) {
    case 'image':
      return <Picture media={media} onError={onError} />
    case 'video':
      return (
        <video
          class="preview-video"
          tabIndex={0}
          src={url}
          controls
          preload="metadata"
          playsInline
          {...sizeOf(media)}
          aria-label={media.name}
          onError={onError}
        />
      )
    case 'audio':
      return (
        <div class="preview-audio">
          <KindIcon media={media} size={72} />
          {/* biome-ignore lint/a11y/useMediaCaption: there are no captions to be had */}
          <audio src={url} controls preload="metadata" aria-label={media.name} onError={onError} />
        </div>
      )
    case 'file':
      if (media.mime_type !== 'application/pdf') return <Nothing media={media} text={t.detail.noPreview} />
      return <iframe class="preview-pages" src={url} title={t.detail.page(media.name)} />
  }
}

/** A GIF as it is: its variants stand still. */
function Picture({ media, onError }: { media: Media; onError(): void }) {
  const [isThere, setThere] = useState(false)
  const { width, alt, name, mime_type } = media
  const set = mime_type === 'image/gif' ? '' : ownSrcset(media, [640, 960, 1280, 1920, 2560])
  // Nothing is enlarged: not even what is asked for.
  const sizes = `(min-width: 900px) min(${width}px, 100vw - 480px), min(${width}px, 100vw)`
  const src = set === '' ? { src: ownUrl(media) } : { src: set.slice(0, set.indexOf(' ')), srcset: set, sizes }
  return (
    <>
      {!isThere && <KindIcon media={media} size={72} />}
      <img class="preview-image" alt={alt ?? name} {...sizeOf(media)} {...src} onLoad={() => setThere(true)} onError={onError} />
    </>
  )
}

function sizeOf({ width, height }: Media): { width?: number; height?: number } {
  return width === null || height === null ? {} : { width, height }
}

function Nothing({ media, text }: { media: Media; text: string }) {
  return (
    <div class="preview-nothing">
      <KindIcon media={media} size={72} />
      <p>{text}</p>
    </div>
  )
}
