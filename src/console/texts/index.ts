/** The texts in the language that the browser asks for, of those that are there. */
import { en, type Texts } from './en.ts'

const TRANSLATIONS: Record<string, Texts> = { en }

function pick(wanted: readonly string[]): Texts {
  const language = wanted.map((tag) => tag.slice(0, 2)).find((tag) => tag in TRANSLATIONS)
  return TRANSLATIONS[language ?? 'en'] ?? en
}

export const t = pick(navigator.languages)
