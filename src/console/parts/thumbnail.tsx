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
  const set = ownSrcset(media, widths, { fit: 'cover' })
  if (failed || set === '') return <KindIcon media={media} size={iconSize} />
  const src = set.slice(0, set.indexOf(' '))
  const kind = media.mime_type === 'image/jpeg' ? 'thumbnail' : 'thumbnail may-be-transparent'
  return <img class={kind} alt="" src={src} srcset={set} sizes={sizes} loading="lazy" decoding="async" onError={() => setFailed(true)} />
}
