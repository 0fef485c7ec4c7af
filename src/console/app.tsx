/** The whole: signed out, or the page that the address names. */
import { CloudUpload, TriangleAlert, WifiOff } from 'lucide'
import { useEffect, useErrorBoundary } from 'preact/hooks'
import { Details } from './detail/detail.tsx'
import { Header } from './header.tsx'
import { Library } from './library/library.tsx'
import { GridSkeleton } from './library/skeleton.tsx'
import { Icon } from './parts/icon.tsx'
import { Notices } from './parts/notices.tsx'
import { Question } from './parts/question.tsx'
import { State } from './parts/state.tsx'
import { SignIn } from './sign-in.tsx'
import { find } from './state/library.ts'
import { online } from './state/online.ts'
import { go, route } from './state/route.ts'
import { become, may, offered, resuming, type Session, session } from './state/session.ts'
import { t } from './texts/index.ts'
import { TokenPage } from './tokens/token-page.tsx'
import { UploadPanel } from './uploads/panel.tsx'
import { useDroppedFiles } from './uploads/receive.ts'

export function App() {
  const [error] = useErrorBoundary()
  if (error) return <Broken />
  return <Whole />
}

/** An answer that nobody foresaw, or a fault of ours: better said than an empty page. */
function Broken() {
  return (
    <main>
      <State icon={TriangleAlert} title={t.broken.title} alert>
        <button type="button" class="button" onClick={() => location.reload()}>
          {t.broken.reload}
        </button>
      </State>
    </main>
  )
}

function Whole() {
  useTitle()
  // Also where nobody is signed in: else the browser would show what is dropped in the console's place.
  const isOver = useDroppedFiles()
  return (
    <>
      {session.value ? <Inside key={session.value.userId} isOver={isOver} /> : resuming.value ? <Splash /> : <SignIn />}
      {offered.value && <Offered by={offered.value} />}
      <Notices />
    </>
  )
}

/** A link that would sign in somebody else. */
function Offered({ by }: { by: Session }) {
  const stay = () => {
    offered.value = null
  }
  const ways = { stay: t.signIn.stay, go: t.signIn.change, onStay: stay, onGo: () => become(by) }
  return (
    <Question title={t.signIn.instead(by.userId)} {...ways}>
      <p>{t.signIn.insteadOf(session.value?.userId ?? '')}</p>
    </Question>
  )
}

/** For the moment in which the token is checked: no form flashes by. */
function Splash() {
  return (
    <>
      <div class="header" />
      <main>
        <div class="toolbar" />
        <GridSkeleton />
      </main>
    </>
  )
}

function Inside({ isOver }: { isOver: boolean }) {
  const { page } = route.value
  const isTokens = page === 'tokens' && may('tokens:manage')
  useEffect(() => {
    if (page === 'tokens' && !isTokens) go({ page: 'library' }, 'replace')
  }, [page, isTokens])
  return (
    <>
      {/* biome-ignore lint/a11y/useValidAnchor: it leads to a place, without the address being changed */}
      <a class="skip" href="#content" onClick={skip}>
        {t.skip}
      </a>
      <Header />
      {!online.value && (
        <p class="offline" role="status">
          <Icon of={WifiOff} size={18} />
          {t.offline}
        </p>
      )}
      <main id="content" tabIndex={-1}>
        {isTokens ? <TokenPage /> : <Library />}
      </main>
      <Details />
      <UploadPanel />
      {isOver && <DropHere />}
    </>
  )
}

/** The fragment is not for places: a token may come by it. */
function skip(event: Event): void {
  event.preventDefault()
  document.getElementById('content')?.focus()
}

function DropHere() {
  return (
    <div class="drop-here" aria-hidden="true">
      <div>
        <Icon of={CloudUpload} size={48} />
        <strong>{t.upload.drop}</strong>
        <span>{t.empty.formats}</span>
      </div>
    </div>
  )
}

function useTitle(): void {
  const { page, media } = route.value
  const name = session.value && media !== null ? find(media)?.name : undefined
  const place = session.value === null ? (resuming.value ? undefined : t.signIn.title) : page === 'tokens' ? t.tokens : name
  useEffect(() => {
    document.title = place ? `${place} – ${t.product}` : t.product
  }, [place])
}
