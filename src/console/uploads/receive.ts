/** Files as they come: dropped anywhere, pasted, or chosen. */
import { getDroppedFiles } from '@uppy/core/utils'
import { useEffect, useState } from 'preact/hooks'
import { may } from '../state/session.ts'
import { t } from '../texts/index.ts'
import { upload } from './uploads.ts'

/** @returns whether files are being held over the page */
export function useDroppedFiles(): boolean {
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    // Elements inside are entered before those around them are left.
    let depth = 0
    const leave = () => {
      depth = 0
      setOver(false)
    }
    return listening({
      dragenter(event) {
        if (!hasFiles(event.dataTransfer)) return
        event.preventDefault()
        depth++
        setOver(may('media:create'))
      },
      dragover(event) {
        if (!hasFiles(event.dataTransfer)) return
        // Without this the browser opens the file in our place.
        event.preventDefault()
        if (event.dataTransfer) event.dataTransfer.dropEffect = may('media:create') ? 'copy' : 'none'
      },
      dragleave(event) {
        if (hasFiles(event.dataTransfer) && --depth <= 0) leave()
      },
      drop(event) {
        if (!hasFiles(event.dataTransfer)) return
        event.preventDefault()
        leave()
        if (event.dataTransfer) void filesOf(event.dataTransfer).then(upload)
      },
      paste(event) {
        const files = [...(event.clipboardData?.files ?? [])]
        // Office puts a picture beside its text: where one types, the text is meant.
        const isText =
          event.target instanceof Element && event.target.closest('input, textarea') && event.clipboardData?.types.includes('text/plain')
        if (files.length === 0 || isText || !may('media:create')) return
        event.preventDefault()
        void upload(files.map(named))
      },
    })
  }, [])
  return isOver
}

/** What systems leave in folders, and nobody means to upload. */
const LEFT_BY_SYSTEMS = /^(?:\.|Thumbs\.db$|desktop\.ini$)/i

/** Of folders, all that is in them. */
async function filesOf(data: DataTransfer): Promise<File[]> {
  const files: (File & { relativePath?: string | null })[] = await getDroppedFiles(data)
  return files.filter(({ name, relativePath }) => !(relativePath && LEFT_BY_SYSTEMS.test(name)))
}

function hasFiles(data: DataTransfer | null): boolean {
  return data?.types.includes('Files') ?? false
}

/** What is pasted from a picture itself is always named `image.png`. */
function named(file: File): File {
  if (!/^image\.(png|jpe?g|gif)$/.test(file.name)) return file
  const when = new Date().toISOString().slice(0, 19).replace('T', '-').replaceAll(':', '')
  return new File([file], t.upload.pasted(when, file.name.slice(file.name.lastIndexOf('.'))), { type: file.type, lastModified: Date.now() })
}

type Listeners = { [K in keyof WindowEventMap]?: (event: WindowEventMap[K]) => void }

function listening(listeners: Listeners): () => void {
  const all = Object.entries(listeners) as [string, EventListener][]
  for (const [name, act] of all) addEventListener(name, act)
  return () => {
    for (const [name, act] of all) removeEventListener(name, act)
  }
}
