/** Where the focus goes when what had it is gone: never to nowhere, where a key does nothing and a screen reader says nothing. */

/** @param wanted of what is there by then, the first that these selectors find has it */
export function settleFocus(...wanted: string[]): void {
  // When what is going is gone, and what comes is there.
  setTimeout(() => {
    const { activeElement, body } = document
    if (activeElement !== null && activeElement !== body) return
    const dialog = [...document.querySelectorAll<HTMLElement>('dialog[open]')].at(-1)
    const found = wanted.map((selector) => (dialog ?? document).querySelector<HTMLElement>(selector)).find((one) => one !== null)
    const target = found ?? dialog ?? document.getElementById('content')
    target?.focus({ preventScroll: true })
  })
}
