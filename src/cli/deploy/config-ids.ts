/**
 * Ids written into `wrangler.toml` (pure). wrangler would: but not where the file has comments, nor where there is no
 * terminal. A line is added, and everything else stays as it is.
 */

export interface Id {
  /** Of the bindings, such as `d1_databases`. */
  table: string
  binding: string
  /** What the id is called there. */
  name: string
  value: string
}

/**
 * @param environment whose bindings they are; undefined for the top level
 * @returns the file's new text; an id that stands there already is let be
 * @throws Error where a binding's table is not found
 */
export function withIds(toml: string, environment: string | undefined, ids: Id[]): string {
  return ids.reduce((text, id) => withId(text, environment, id), toml)
}

function withId(toml: string, environment: string | undefined, { table, binding, name, value }: Id): string {
  const header = `[[${environment === undefined ? '' : `env.${environment}.`}${table}]]`
  const lines = toml.split('\n')
  for (let at = lines.findIndex((line) => bare(line) === header); at !== -1; ) {
    const next = lines.findIndex((line, i) => i > at && line.trimStart().startsWith('['))
    const end = next === -1 ? lines.length : next
    const own = lines.slice(at, end)
    const bound = own.findIndex((line) => keyOf(line) === 'binding' && quoted(line) === binding)
    if (bound !== -1) {
      if (own.some((line) => keyOf(line) === name)) return toml
      const line = lines[at + bound]!
      const indent = /^\s*/.exec(line)?.[0] ?? ''
      const carriage = line.endsWith('\r') ? '\r' : ''
      return lines.toSpliced(at + bound + 1, 0, `${indent}${name} = "${value}"${carriage}`).join('\n')
    }
    at = lines.findIndex((line, i) => i >= end && bare(line) === header)
  }
  throw new Error(`wrangler.toml has no table ${header} with binding = "${binding}": write ${name} = "${value}" where that binding stands.`)
}

/** A header without its comment and spaces. */
function bare(line: string): string {
  return line.replace(/#.*$/, '').replaceAll(/\s/g, '')
}

function keyOf(line: string): string | undefined {
  return /^\s*([\w-]+)\s*=/.exec(line)?.[1]
}

function quoted(line: string): string | undefined {
  return /=\s*(["'])(.*?)\1/.exec(line)?.[2]
}
