/** What of D1's two search indexes (`migrations/0001`) a term is asked of: pure, names no binding. */
import type { MediaType } from '../contract/index.ts'
import { hexOf } from '../hex.ts'

/** Shorter terms than this have no trigram. */
const TRIGRAM = 3

/** A name of at most 200 bytes grows by less than half when it is folded: a longer term is in none. */
const MAX_TERM_BYTES = 400

export interface Term {
  /** Folded. */
  text: string
  index: 'trigrams' | 'grams'
  /** FTS5 query: the term within the names of `type`, or of all types. */
  match: string
  /** The token whose row in the index's vocabulary holds the exact total; null: see `search-counts.ts`. */
  token: string | null
}

/** Names and terms are compared after this; a term is a substring, taken literally. */
export function fold(text: string): string {
  return text.normalize('NFC').toLowerCase()
}

/** @returns null for a term that no name can hold */
export function searchTerm(folded: string, type?: MediaType): Term | null {
  // Stored names hold no control characters, and FTS5 reads a query up to a NUL.
  if (/\p{Cc}/u.test(folded) || new TextEncoder().encode(folded).length > MAX_TERM_BYTES) return null
  const characters = [...folded].length
  const column = type ? `{${type}}: ` : ''
  if (characters < TRIGRAM) {
    const token = hex(folded)
    return { text: folded, index: 'grams', match: `${column}"${token}"`, token: token.toLowerCase() }
  }
  const phrase = `"${folded.replaceAll('"', '""')}"`
  return { text: folded, index: 'trigrams', match: column + phrase, token: characters === TRIGRAM ? folded : null }
}

/** Records of one user, of `type` or of all: as a term of one token, whose row in the vocabulary holds the exact total. */
export function ownerTerm(userId: string, type?: MediaType): Term & { token: string } {
  const token = owner(userId)
  return { text: token, index: 'grams', match: `${type ? `{${type}}: ` : ''}"${token}"`, token: token.toLowerCase() }
}

/** A record's row in `media_grams`: each character of its name and each pair of characters, once; and whose it is. */
export function grams(folded: string, userId: string): string {
  const characters = [...folded]
  const seen = new Set<string>([owner(userId)])
  for (const [i, character] of characters.entries()) {
    seen.add(hex(character))
    seen.add(hex(character + (characters[i + 1] ?? '')))
  }
  return [...seen].join(' ')
}

/** No gram begins with this letter, which is no hex digit. */
function owner(userId: string): string {
  return `u${hex(userId)}`
}

/** The UTF-8, in hex. */
function hex(text: string): string {
  return hexOf(new TextEncoder().encode(text))
}
