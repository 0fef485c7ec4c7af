/** A record's picture, by variants of the console's own origin; an icon where it has none, or where it can't be loaded. */
import { useState } from 'preact/hooks'
import { type Media, srcset, type VariantOptions, type VariantWidth } from '../../client/index.ts'
import { KindIcon } from './kind-icon.tsx'

/** `url` may be of another origin (`PUBLIC_URL`), which the page's policy does not let in; the same Worker serves it here. */
export function ownUrl({ path }: Pick<Media, 'path'>): string {
  return `/${path.replace(/^\/+/, '').split('/').map(encodeURIComponent).join('/')}`
}

export function ownSrcset(media: Media, widths: readonly VariantWidth[], options?: VariantOptions): string {
  return srcset({ ...media, url: ownUrl(media) }, widths, options)
}

interface ThumbnailProps {
  media: Media
  widths: readonly VariantWidth[]
  sizes: string
  iconSize?: number
}

/** Squares; what is shown beside its name needs no alternative text. */
export function Thumbnail({ media, widths, sizes, iconSize = 40 }: ThumbnailProps) {
  const [failed, setFailed] = useState(false)
  if (media.type === 'video' && !failed) return <Film media={media} iconSize={iconSize} onError={() => setFailed(true)} />
  const set = ownSrcset(media, widths, { fit: 'cover' })
  if (failed || set === '') return <KindIcon media={media} size={iconSize} />
  const src = set.slice(0, set.indexOf(' '))
  const kind = media.mime_type === 'image/jpeg' ? 'thumbnail' : 'thumbnail may-be-transparent'
  return <img class={kind} alt="" src={src} srcset={set} sizes={sizes} loading="lazy" decoding="async" onError={() => setFailed(true)} />
}

/** Its first second, once somebody points at it: for each film in sight it would be several requests that nobody asked for. */
function Film({ media, iconSize, onError }: { media: Media; iconSize: number; onError(): void }) {
  const [isWanted, setWanted] = useState(false)
  return (
    <span class="film" onPointerEnter={() => setWanted(true)}>
      <KindIcon media={media} size={iconSize} />
      {isWanted && (
        <video
          class="thumbnail"
          src={`${ownUrl(media)}#t=1`}
          preload="metadata"
          muted
          playsInline
          tabIndex={-1}
          aria-hidden="true"
          onError={onError}
        />
      )}
    </span>
  )
}
