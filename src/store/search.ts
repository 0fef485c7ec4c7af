/** What of D1's two search indexes (`migrations/0001`) a term is asked of: pure, names no binding. */
import type { MediaType } from '../contract/index.ts'

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
    const token = gram(folded)
    return { text: folded, index: 'grams', match: `${column}"${token}"`, token: token.toLowerCase() }
  }
  const phrase = `"${folded.replaceAll('"', '""')}"`
  return { text: folded, index: 'trigrams', match: column + phrase, token: characters === TRIGRAM ? folded : null }
}

/** A name's row in `media_grams`: each of its characters and pairs of characters, once. */
export function grams(folded: string): string {
  const characters = [...folded]
  const seen = new Set<string>()
  for (const [i, character] of characters.entries()) {
    seen.add(gram(character))
    seen.add(gram(character + (characters[i + 1] ?? '')))
  }
  return [...seen].join(' ')
}

/** The UTF-8 of one or two characters, in hex. */
function gram(characters: string): string {
  return Array.from(new TextEncoder().encode(characters), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
