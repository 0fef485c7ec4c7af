/** Above all pages: where one is, search, upload, and who is signed in. */
import { BookOpen, CircleUser, LogOut } from 'lucide'
import { Search } from './library/search.tsx'
import { ChooseFiles } from './parts/choose-files.tsx'
import { formatMoment } from './parts/format.ts'
import { Icon } from './parts/icon.tsx'
import { Mark } from './parts/mark.tsx'
import { Unfolding } from './parts/unfolding.tsx'
import { follow, href, type Route, route } from './state/route.ts'
import { may, session, signOut } from './state/session.ts'
import { t } from './texts/index.ts'
import { underWay } from './uploads/uploads.ts'

export function Header() {
  const isLibrary = route.value.page === 'library'
  return (
    <header class="header">
      <a class="brand" href="/" aria-label={t.product} onClick={follow({ page: 'library', type: null, search: '', media: null })}>
        <Mark size={28} />
        <span class="brand-name">{t.product}</span>
      </a>
      {may('tokens:manage') && (
        <nav class="pages" aria-label={t.product}>
          <PageLink page="library" text={t.library} />
          <PageLink page="tokens" text={t.tokens} />
        </nav>
      )}
      <div class="header-middle">{isLibrary && may('media:read') && <Search />}</div>
      {isLibrary && may('media:create') && <ChooseFiles label={t.upload.choose} class="header-upload" />}
      <Account />
    </header>
  )
}

function PageLink({ page, text }: { page: Route['page']; text: string }) {
  const isHere = route.value.page === page
  return (
    <a
      class="page-link"
      href={href({ page, media: null })}
      aria-current={isHere ? 'page' : undefined}
      onClick={follow({ page, media: null })}
    >
      {text}
    </a>
  )
}

function Account() {
  const { userId = '', scopes = [], expiresAt = null } = session.value ?? {}
  return (
    <Unfolding icon={CircleUser} label={t.account.menu(userId)}>
      <dl class="account">
        <dt>{t.account.signedInAs}</dt>
        <dd>
          <bdi>{userId}</bdi>
          {expiresAt && <small>{t.account.expires(formatMoment(expiresAt))}</small>}
        </dd>
        <dt>{t.account.scopes}</dt>
        <dd>{scopes.map((scope) => t.scopes[scope].name).join(', ')}</dd>
      </dl>
      <a class="menu-item" href="/api/docs" target="_blank" rel="noreferrer">
        <Icon of={BookOpen} size={18} />
        {t.account.api}
      </a>
      {underWay.value > 0 && <p class="quiet small">{t.account.signOutUploading}</p>}
      <button type="button" class="menu-item" onClick={() => signOut()}>
        <Icon of={LogOut} size={18} />
        {t.account.signOut}
      </button>
    </Unfolding>
  )
}
