/** The library: what it is filtered by, and what is there; or why nothing is. */
import { CloudUpload, EyeOff, SearchX } from 'lucide'
import { useEffect, useLayoutEffect } from 'preact/hooks'
import { ChooseFiles } from '../parts/choose-files.tsx'
import { Failure } from '../parts/failure.tsx'
import { settleFocus } from '../parts/focus.ts'
import { State } from '../parts/state.tsx'
import { load, loading, problem, records, total } from '../state/library.ts'
import { placeNow, returnTo } from '../state/place.ts'
import { go, route } from '../state/route.ts'
import { selected } from '../state/selection.ts'
import { may } from '../state/session.ts'
import { t } from '../texts/index.ts'
import { Grid } from './grid.tsx'
import { List } from './list.tsx'
import { More } from './more.tsx'
import { SelectionBar } from './selection-bar.tsx'
import { GridSkeleton, ListSkeleton } from './skeleton.tsx'
import { Toolbar } from './toolbar.tsx'

export function Library() {
  // Back from another page: the files are there still, and where one was. Before the first answer can come, whose reader is left alone.
  useLayoutEffect(() => {
    if (records.peek().length > 0) returnTo(placeNow())
  }, [])
  const head = <h1 class="out-of-sight">{t.library}</h1>
  if (!may('media:read')) {
    return (
      <>
        {head}
        <Blind />
      </>
    )
  }
  return (
    <>
      {head}
      <Toolbar />
      {selected.value.size > 0 && <SelectionBar />}
      <Content />
    </>
  )
}

function Content() {
  const { view } = route.value
  if (loading.value === 'failed') return <Failure title={t.failed.title} problem={problem.value} onAgain={() => void load()} />
  if (loading.value === 'first') return view === 'grid' ? <GridSkeleton /> : <ListSkeleton />
  if (total.value === 0 && records.value.length === 0) return <Nothing />
  return (
    <div class="content" aria-busy={loading.value === 'again'}>
      {view === 'grid' ? <Grid /> : <List />}
      <More />
    </div>
  )
}

function Nothing() {
  const { search, type } = route.value
  useEffect(() => () => settleFocus(), [])
  if (!search && !type) return <Empty />
  return (
    <State icon={SearchX} title={t.nothingFound.title}>
      <p>{search ? t.nothingFound.search(search) : t.nothingFound.filter}</p>
      <button type="button" class="button" onClick={() => go({ search: '', type: null })}>
        {t.nothingFound.clear}
      </button>
    </State>
  )
}

function Empty() {
  const canUpload = may('media:create')
  return (
    <State icon={CloudUpload} title={t.empty.title}>
      <p>{canUpload ? t.empty.intro : t.empty.readOnly}</p>
      {canUpload && <ChooseFiles label={t.upload.chooseFiles} />}
      {canUpload && <p class="quiet">{t.empty.formats}</p>}
    </State>
  )
}

/** Signed in with a token that may not look. */
function Blind() {
  const canUpload = may('media:create')
  return (
    <State icon={EyeOff} title={t.noRead.title}>
      <p>{canUpload ? t.noRead.upload : t.noRead.other}</p>
      {canUpload && <ChooseFiles label={t.upload.chooseFiles} />}
    </State>
  )
}
