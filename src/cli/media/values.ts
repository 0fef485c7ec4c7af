/** Values of options: which there are, and how text becomes them. */
import { InvalidArgumentError } from 'commander'
import type { MediaSort, MediaType, Scope } from '../../client/index.ts'

/** As objects, for the compiler to miss none. */
export const TYPES = Object.keys({ image: 0, video: 0, audio: 0, file: 0 } satisfies Record<MediaType, 0>)
export const SORTS = Object.keys({ created_at: 0, '-created_at': 0, name: 0, '-name': 0, size: 0, '-size': 0 } satisfies Record<
  MediaSort,
  0
>)
export const SCOPES = Object.keys({
  'media:read': 0,
  'media:create': 0,
  'media:update': 0,
  'media:delete': 0,
  'tokens:manage': 0,
} satisfies Record<Scope, 0>)

const UNITS: Record<string, number> = { s: 1, m: 60, h: 60 * 60, d: 24 * 60 * 60 }

export function wholeNumber(most: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (!/^\d+$/.test(text) || value < 1 || value > most) throw new InvalidArgumentError(`Expected a number from 1 to ${most}.`)
    return value
  }
}

/** Such as `30d`. */
export function seconds(text: string): number {
  const [, amount, unit] = /^(\d{1,9})([smhd])$/.exec(text) ?? []
  if (unit === undefined) throw new InvalidArgumentError('Expected a number of s, m, h or d, such as 30d.')
  return Number(amount) * UNITS[unit]!
}
