/** Asks before a token's secret is replaced, or the token goes. */
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { ConflictError, type CreatedToken, NotFoundError, type Token } from '../../client/index.ts'
import { Question } from '../parts/question.tsx'
import { notify } from '../state/notices.ts'
import { problemOf } from '../state/problem.ts'
import { session } from '../state/session.ts'
import { t } from '../texts/index.ts'
import { load, revoke, rotate } from './token-list.ts'

interface ConfirmProps {
  title: string
  confirm: string
  danger?: boolean
  onClose(): void
  /** Rejects with what is said in the dialog. @returns whether it is done, and the dialog closes */
  act(): Promise<boolean>
  children: ComponentChildren
}

function Confirm({ title, confirm, danger = false, onClose, act, children }: ConfirmProps) {
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  async function go(): Promise<void> {
    setBusy(true)
    setProblem(null)
    try {
      if (await act()) return onClose()
    } catch (error) {
      setProblem(problemOf(error).text)
    }
    setBusy(false)
  }
  const ways = { stay: t.cancel, go: confirm, isDanger: danger, isBusy, problem, onStay: onClose, onGo: () => void go() }
  return (
    <Question title={title} {...ways}>
      {children}
    </Question>
  )
}

export function RotateDialog({ token, onClose, onMade }: { token: Token; onClose(): void; onMade(made: CreatedToken): void }) {
  async function act(): Promise<boolean> {
    onMade(await rotate(token.id))
    return true
  }
  return (
    <Confirm title={t.tokenPage.rotateTitle(token.name)} confirm={t.tokenPage.rotate} onClose={onClose} act={act}>
      <p>{t.tokenPage.rotateWarning}</p>
      {token.id === session.value?.tokenId && <p>{t.tokenPage.rotateSelf}</p>}
    </Confirm>
  )
}

export function RevokeDialog({ token, onClose }: { token: Token; onClose(): void }) {
  const [isLast, setLast] = useState(false)
  async function act(): Promise<boolean> {
    try {
      await revoke(token.id, isLast)
      notify(t.tokenPage.revoked(token.name))
    } catch (error) {
      if (error instanceof ConflictError) {
        setLast(true)
        return false
      }
      if (!(error instanceof NotFoundError)) throw error
      await load()
    }
    return true
  }
  const isOwn = token.id === session.value?.tokenId
  return (
    <Confirm
      title={t.tokenPage.revokeTitle(token.name)}
      confirm={isLast ? t.tokenPage.revokeLast : t.tokenPage.revoke}
      danger
      onClose={onClose}
      act={act}
    >
      <p>{t.tokenPage.revokeWarning}</p>
      {isOwn && <p>{t.tokenPage.revokeSelf}</p>}
      {isLast && (
        <p class="problem" role="alert">
          {t.tokenPage.lastManager}
        </p>
      )}
    </Confirm>
  )
}
