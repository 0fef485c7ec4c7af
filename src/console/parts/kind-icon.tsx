/** What a file of no picture looks like: its type's icon and its extension. */
import { AudioLines, Clapperboard, FileImage, FileSpreadsheet, FileText, type IconNode } from 'lucide'
import type { Media } from '../../client/index.ts'
import { kindOf } from './format.ts'
import { Icon } from './icon.tsx'

export function iconOf({ type, mime_type }: Pick<Media, 'type' | 'mime_type'>): IconNode {
  if (mime_type === 'application/vnd.ms-excel') return FileSpreadsheet
  return { image: FileImage, video: Clapperboard, audio: AudioLines, file: FileText }[type]
}

export function KindIcon({ media, size = 40 }: { media: Media; size?: number }) {
  const kind = kindOf(media)
  return (
    <span class={`kind kind-${media.type}`}>
      <Icon of={iconOf(media)} size={size} />
      {size > 24 && <span class="kind-name">{kind}</span>}
    </span>
  )
}
