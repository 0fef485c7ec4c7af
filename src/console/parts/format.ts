/** Amounts as people read them. 1 MB is 1,048,576 bytes, as in the API's limits. */
import type { Media } from '../../client/index.ts'
import { t } from '../texts/index.ts'

const UNITS = ['B', 'KB', 'MB', 'GB']
const amounts = [2, 1, 0].map((digits) => new Intl.NumberFormat(t.language, { maximumFractionDigits: digits }))
const day = new Intl.DateTimeFormat(t.language, { dateStyle: 'medium' })
const moment = new Intl.DateTimeFormat(t.language, { dateStyle: 'medium', timeStyle: 'short' })

export function formatBytes(bytes: number): string {
  // Four digits are one unit too small: 0.99 MB, not 1,010 KB.
  const unit = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log2(bytes * (1024 / 1000)) / 10), UNITS.length - 1)
  const value = bytes / 1024 ** unit
  return `${amounts[value < 10 ? 0 : value < 100 ? 1 : 2]!.format(value)} ${UNITS[unit]}`
}

/** `1:02`, `1:00:02`: as players count, but for what is shorter than a second. */
export function formatDuration(seconds: number): string {
  const all = seconds < 1 ? Math.ceil(seconds) : Math.floor(seconds)
  const two = (n: number) => String(n).padStart(2, '0')
  const [hours, minutes] = [Math.floor(all / 3600), Math.floor(all / 60) % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(all % 60)}` : `${minutes}:${two(all % 60)}`
}

export function formatDimensions({ width, height }: Pick<Media, 'width' | 'height'>): string | null {
  return width === null || height === null ? null : `${width} × ${height}`
}

export function formatDay(iso: string): string {
  return day.format(new Date(iso))
}

export function formatMoment(iso: string): string {
  return moment.format(new Date(iso))
}

/** The extension as a word: `PDF`. */
export function kindOf({ name, mime_type }: Pick<Media, 'name' | 'mime_type'>): string {
  return (/\.([A-Za-z0-9]{1,8})$/.exec(name)?.[1] ?? mime_type.split('/')[1] ?? '').toUpperCase()
}
