/** A row a token. */
import { RotateCw, Trash2 } from 'lucide'
import { useState } from 'preact/hooks'
import type { CreatedToken, Token } from '../../client/index.ts'
import { formatDay, formatMoment } from '../parts/format.ts'
import { Icon } from '../parts/icon.tsx'
import { may, session } from '../state/session.ts'
import { t } from '../texts/index.ts'
import { RevokeDialog, RotateDialog } from './confirm-dialogs.tsx'

const { columns } = t.tokenPage

interface Asking {
  what: 'rotate' | 'revoke'
  token: Token
}

export function TokenTable({ list, onMade }: { list: readonly Token[]; onMade(made: CreatedToken): void }) {
  const [asking, setAsking] = useState<Asking | null>(null)
  const close = () => setAsking(null)
  return (
    <>
      <table class="tokens" aria-label={t.tokens}>
        <thead>
          <tr>
            <th scope="col">{columns.name}</th>
            <th scope="col">{columns.scopes}</th>
            <th scope="col">{columns.user}</th>
            <th scope="col">{columns.created}</th>
            <th scope="col">{columns.expires}</th>
            <th scope="col">
              <span class="out-of-sight">{columns.actions}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {list.map((token) => (
            <Row key={token.id} token={token} onAsk={(what) => setAsking({ what, token })} />
          ))}
        </tbody>
      </table>
      {asking?.what === 'rotate' && <RotateDialog token={asking.token} onClose={close} onMade={onMade} />}
      {asking?.what === 'revoke' && <RevokeDialog token={asking.token} onClose={close} />}
    </>
  )
}

function Row({ token, onAsk }: { token: Token; onAsk(what: Asking['what']): void }) {
  const { id, name, description, scopes, user_id, created_at, expires_at, last_four } = token
  // Rotating gives its secret away: only to who may do as much.
  const canRotate = scopes.every(may)
  return (
    <tr>
      <th scope="row" data-label={columns.name}>
        <bdi>{name}</bdi>
        {id === session.value?.tokenId && <span class="tag tag-own">{t.tokenPage.own}</span>}
        <small>
          {description && <bdi>{description} · </bdi>}
          {t.tokenPage.ending(last_four)}
        </small>
      </th>
      <td data-label={columns.scopes}>
        <span class="tags">
          {scopes.map((scope) => (
            <span key={scope} class="tag" title={scope}>
              {t.scopes[scope].name}
            </span>
          ))}
        </span>
      </td>
      <td data-label={columns.user}>
        <bdi>{user_id}</bdi>
      </td>
      <td class="token-date" data-label={columns.created}>
        {formatDay(created_at)}
      </td>
      <td class="token-date" data-label={columns.expires} title={expires_at ? formatMoment(expires_at) : undefined}>
        {expires_at ? formatDay(expires_at) : t.tokenPage.never}
      </td>
      <td class="token-actions">
        <button
          type="button"
          class="button"
          disabled={!canRotate}
          title={canRotate ? undefined : t.tokenPage.missingScopes}
          aria-label={t.tokenPage.rotateLabel(name)}
          onClick={() => onAsk('rotate')}
        >
          <Icon of={RotateCw} size={16} />
          <span>{t.tokenPage.rotate}</span>
        </button>
        <button type="button" class="button button-danger" aria-label={t.tokenPage.revokeLabel(name)} onClick={() => onAsk('revoke')}>
          <Icon of={Trash2} size={16} />
          <span>{t.tokenPage.revoke}</span>
        </button>
      </td>
    </tr>
  )
}
