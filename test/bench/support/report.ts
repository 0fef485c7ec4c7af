/** What a part of the benchmark is given, and how it says what it found. */
import type { Servers } from './servers.ts'

export interface Bench {
  /** Under a minute in all, by smaller counts. */
  quick: boolean
  servers: Servers
  /** Something went wrong that may not: the run fails, after all that it has to say. */
  fail(what: unknown): void
}

/** Markdown. */
export type Part = (bench: Bench) => Promise<string>

export function table(head: string[], rows: (string | number)[][]): string {
  const lines = [head, head.map((_, column) => (column === 0 ? '---' : '--:')), ...rows]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** A figure beside its target: missed, it is worth a look, and no failure. */
export function atMost(figure: number, target: number): string {
  return `≤ ${target}: ${figure <= target ? 'met' : '**missed**'}`
}
