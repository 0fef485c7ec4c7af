/** The browser's storages, where it has them: some refuse in private windows, and what is kept is never needed to go on. */
type Kind = 'localStorage' | 'sessionStorage'

export function stored(kind: Kind, name: string): string | null {
  try {
    return window[kind].getItem(name)
  } catch {
    return null
  }
}

/** @param value null: nothing is kept */
export function store(kind: Kind, name: string, value: string | null): void {
  try {
    if (value === null) window[kind].removeItem(name)
    else window[kind].setItem(name, value)
  } catch {
    // Not kept, then.
  }
}
