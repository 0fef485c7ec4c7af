/** To the clipboard; also where the page is served without TLS, which gives no `navigator.clipboard`. */
import { notify } from '../state/notices.ts'
import { t } from '../texts/index.ts'

export async function copy(text: string, said: string): Promise<void> {
  const isDone = await write(text)
  if (isDone) notify(said)
  else notify(t.copyFailed, 'failed')
}

async function write(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return writeBySelection(text)
  }
}

/** A modal dialog makes all outside it inert: the field stands inside the topmost one. */
function writeBySelection(text: string): boolean {
  const host = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body
  const [field, before] = [document.createElement('textarea'), document.activeElement]
  field.value = text
  field.className = 'out-of-sight'
  host.append(field)
  field.select()
  const isDone = document.execCommand('copy')
  field.remove()
  if (before instanceof HTMLElement) before.focus({ preventScroll: true })
  return isDone
}
