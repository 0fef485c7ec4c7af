/** Times on the wire: UTC, ISO 8601, to the second. */
import * as z from 'zod'

export const timestamp = z.iso.datetime({ precision: 0 })

/** @param seconds since 1970 */
export function timestampOf(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`
}

/** Seconds since 1970, as the tables have times. */
export function secondsOf(time: Date): number {
  return Math.floor(time.getTime() / 1000)
}
