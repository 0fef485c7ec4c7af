/** Behind the last file: when it comes near, the next page is fetched. */
import { useEffect, useRef } from 'preact/hooks'
import { loadMore, more, records } from '../state/library.ts'
import { t } from '../texts/index.ts'

/** How far ahead, so that who scrolls steadily never waits. */
const AHEAD = '1500px'

export function More() {
  const ref = useRef<HTMLDivElement>(null)
  const count = records.value.length
  // An observer tells of changes alone, so each page wants its own.
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && void loadMore(), { rootMargin: AHEAD })
    if (ref.current) observer.observe(ref.current)
    return () => observer.disconnect()
  }, [count])
  return (
    <div ref={ref} class="more" role="status">
      {more.value === 'loading' && t.loading}
      {more.value === 'failed' && (
        <>
          {t.failed.more}
          <button type="button" class="button" onClick={() => void loadMore()}>
            {t.tryAgain}
          </button>
        </>
      )}
    </div>
  )
}
