/** The secret, this once: it is left by a button alone. */
import { Copy } from 'lucide'
import type { CreatedToken } from '../../client/index.ts'
import { copy } from '../parts/copy.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Icon } from '../parts/icon.tsx'
import { t } from '../texts/index.ts'

export function SecretDialog({ made, onClose }: { made: CreatedToken; onClose(): void }) {
  return (
    <Dialog title={t.tokenPage.secretTitle} onClose={onClose} holds>
      <p>{t.tokenPage.secretIntro(made.name)}</p>
      <div class="secret">
        <textarea
          class="secret-text"
          readOnly
          rows={2}
          value={made.token}
          aria-label={t.tokenPage.secret}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
        <button type="button" class="button button-primary" onClick={() => void copy(made.token, t.copied)}>
          <Icon of={Copy} size={18} />
          <span>{t.tokenPage.copySecret}</span>
        </button>
      </div>
      <footer class="dialog-foot">
        <button type="button" class="button" onClick={onClose}>
          {t.tokenPage.secretDone}
        </button>
      </footer>
    </Dialog>
  )
}
