/** Search as one types: asked when the typing pauses; what was asked before is given up. */
import { Search as SearchIcon, X } from 'lucide'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Icon } from '../parts/icon.tsx'
import { IconButton } from '../parts/icon-button.tsx'
import { MOST_SEARCH } from '../state/known.ts'
import { go, route } from '../state/route.ts'
import { t } from '../texts/index.ts'

const PAUSE_MILLISECONDS = 250

export function Search() {
  const [text, setText] = useState(route.value.search)
  const input = useRef<HTMLInputElement>(null)
  const timer = useRef(0)
  const { search } = route.value
  // Back, forward, a filter that was cleared: the field shows what is asked. At once, for what is typed after it stays.
  useLayoutEffect(() => setText(search), [search])
  // Where another way was taken meanwhile, what was typed is asked no more.
  useLayoutEffect(() => clearTimeout(timer.current), [route.value])

  const ask = (value: string, pause: number) => {
    setText(value)
    clearTimeout(timer.current)
    // One step for the back button, however much is typed, and none for what was cleared again.
    const act = () => {
      const { search: now } = route.peek()
      if (value === now) return
      if (value === '' && history.state?.began === 'search') history.back()
      else go({ search: value, media: null }, now === '' ? 'push' : 'replace', now === '' ? { began: 'search' } : {})
    }
    timer.current = setTimeout(act, pause) as unknown as number
  }
  useShortcut(input)
  return (
    <search class="search">
      <Icon of={SearchIcon} size={18} />
      <input
        ref={input}
        type="search"
        value={text}
        maxLength={MOST_SEARCH}
        placeholder={t.search.placeholder}
        aria-label={t.search.label}
        aria-keyshortcuts="/"
        autocomplete="off"
        spellcheck={false}
        enterkeyhint="search"
        onInput={({ currentTarget }) => ask(currentTarget.value, PAUSE_MILLISECONDS)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') ask(text, 0)
          if (event.key === 'Escape' && text) ask('', 0)
        }}
      />
      {text && (
        <IconButton
          icon={X}
          label={t.search.clear}
          onClick={() => {
            ask('', 0)
            input.current?.focus()
          }}
        />
      )}
    </search>
  )
}

/** `/`, as in many places, but where something is typed. */
function useShortcut(input: { current: HTMLInputElement | null }): void {
  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof Element && event.target.closest('input, textarea, select, dialog')
      if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      input.current?.focus()
    }
    addEventListener('keydown', focus)
    return () => removeEventListener('keydown', focus)
  }, [input])
}
