/** Values as a person reads them. */

const UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB']

/** 1 MB is 1,048,576 bytes, as in the limits. */
export function sizeText(bytes: number): string {
  const unit = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), UNITS.length - 1)
  const value = bytes / 1024 ** unit
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`
}

/** A file's name may hold what a terminal takes for a command. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Bidi_Control}]/gu, '?')
}

export function fieldsText(record: object): string {
  const entries = Object.entries(record).filter(([, value]) => value !== null)
  const width = Math.max(...entries.map(([name]) => name.length))
  return entries.map(([name, value]) => `${name.padEnd(width)}  ${printable(String(value))}`).join('\n')
}
