/** A file as other places want it: Markdown, and HTML with `srcset`. Names and texts are escaped for where they stand. */
import { type Media, srcset, type VariantWidth } from '../../client/index.ts'

/** What a page's column takes at most, in CSS pixels, and the widths that screens then want. */
const COLUMN = 960
const WIDTHS: readonly VariantWidth[] = [480, 640, 960, 1280, 1920]

const textOf = ({ alt, name }: Media) => alt ?? name

/** CommonMark §6.3, §6.4. */
export function markdownOf(media: Media): string {
  const text = media.type === 'image' ? (media.alt ?? '') : textOf(media)
  const escaped = text.replace(/[\\`*_[\]<>!&#|~]/g, '\\$&').replace(/\s+/g, ' ')
  const url = media.url.replace(/[()<>]/g, (character) => `%${character.charCodeAt(0).toString(16)}`)
  return `${media.type === 'image' ? '!' : ''}[${escaped}](${url})`
}

export function htmlOf(media: Media): string {
  const { type, url, width, height } = media
  const size = width === null || height === null ? {} : { width, height }
  switch (type) {
    case 'image':
      return tag('img', { src: url, ...responsive(media), ...size, alt: media.alt ?? '', loading: 'lazy' })
    case 'video':
      return `${tag('video', { src: url, ...size, 'aria-label': textOf(media) }, ['controls'])}</video>`
    case 'audio':
      return `${tag('audio', { src: url, 'aria-label': textOf(media) }, ['controls'])}</audio>`
    case 'file':
      return `${tag('a', { href: url })}${escapeHtml(textOf(media))}</a>`
  }
}

function responsive(media: Media): Record<string, string> {
  const set = srcset(media, WIDTHS)
  return set === '' ? {} : { srcset: set, sizes: `(min-width: ${COLUMN}px) ${COLUMN}px, 100vw` }
}

function tag(name: string, attributes: Record<string, string | number>, flags: readonly string[] = []): string {
  const written = Object.entries(attributes).map(([key, value]) => `${key}="${escapeHtml(String(value))}"`)
  return `<${[name, ...flags, ...written].join(' ')}>`
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** On one line: pasted into Markdown, an empty one would end the tag. */
function escapeHtml(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character)
}
