/** ASCII signatures in bytes. */

/** Does `text` (ASCII) stand at `at`? Never past the end, never before the start. */
export function hasText(bytes: Uint8Array, at: number, text: string): boolean {
  if (at < 0 || at + text.length > bytes.length) return false
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false
  return true
}
