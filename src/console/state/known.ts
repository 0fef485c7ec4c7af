/** What the API takes in a list's query: a test holds it against the contract. */
import type { MediaSort, MediaType } from '../../client/index.ts'

export const TYPES = ['image', 'video', 'audio', 'file'] as const satisfies readonly MediaType[]
export const SORTS = ['-created_at', 'created_at', 'name', '-name', '-size', 'size'] as const satisfies readonly MediaSort[]
/** In characters. No name is longer. */
export const MOST_SEARCH = 200
