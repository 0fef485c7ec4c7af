/** The fixtures' bytes and the values that other programs gave for them. */

export interface FixtureFacts {
  file: string
  width: number | null
  height: number | null
  duration: number | null
  by: string
}

/** What `import.meta.glob` gave, by the file's name alone. */
export function byName<T>(glob: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(glob).map(([path, value]) => [path.slice(path.lastIndexOf('/') + 1), value]))
}
