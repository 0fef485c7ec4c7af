/** Above the files: which of them, how many they are, in which order, and as what. */
import { LayoutGrid, List as ListIcon } from 'lucide'
import { Icon } from '../parts/icon.tsx'
import { SORTS, TYPES } from '../state/known.ts'
import { loading, total } from '../state/library.ts'
import { carry } from '../state/place.ts'
import { follow, go, href, type Route, route, VIEWS } from '../state/route.ts'
import { t } from '../texts/index.ts'
import { STICKY_TOP } from './use-keys.ts'

export function Toolbar() {
  return (
    <div class="toolbar">
      <Types />
      <p class="total" role="status">
        {total.value === null ? (loading.value === 'failed' ? '' : t.loading) : t.total(total.value)}
      </p>
      <div class="toolbar-end">
        <Sort />
        <View />
      </div>
    </div>
  )
}

/** Links: each filter is an address of its own. */
function Types() {
  return (
    <nav class="chips" aria-label={t.filter.label}>
      {[null, ...TYPES].map((type) => (
        <a
          key={type}
          class="chip"
          href={href({ type, media: null })}
          aria-current={route.value.type === type ? 'true' : undefined}
          onClick={follow({ type, media: null })}
        >
          {t.filter[type ?? 'all']}
        </a>
      ))}
    </nav>
  )
}

function Sort() {
  return (
    <label class="select">
      <span class="out-of-sight">{t.sort.label}</span>
      <select value={route.value.sort} onChange={(event) => go({ sort: event.currentTarget.value as Route['sort'] })}>
        {SORTS.map((sort) => (
          <option key={sort} value={sort}>
            {t.sort[sort]}
          </option>
        ))}
      </select>
    </label>
  )
}

const VIEW_ICONS = { grid: LayoutGrid, list: ListIcon }

function View() {
  return (
    <fieldset class="segments">
      <legend class="out-of-sight">{t.view.label}</legend>
      {VIEWS.map((view) => (
        <button
          key={view}
          type="button"
          class="segment"
          title={t.view[view]}
          aria-label={t.view[view]}
          aria-pressed={route.value.view === view}
          onClick={() => {
            carry(STICKY_TOP)
            go({ view }, 'replace')
          }}
        >
          <Icon of={VIEW_ICONS[view]} size={18} />
        </button>
      ))}
    </fieldset>
  )
}
