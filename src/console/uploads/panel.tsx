/** The uploads, docked at the page's edge: each with its progress and what can be done about it. */
import { Ban, ChevronDown, ChevronUp, CircleAlert, CircleCheck, Pause, Play, RotateCw, X } from 'lucide'
import { useEffect, useRef, useState } from 'preact/hooks'
import { settleFocus } from '../parts/focus.ts'
import { formatBytes } from '../parts/format.ts'
import { Icon } from '../parts/icon.tsx'
import { IconButton } from '../parts/icon-button.tsx'
import { Question } from '../parts/question.tsx'
import { follow, href } from '../state/route.ts'
import { may } from '../state/session.ts'
import { t } from '../texts/index.ts'
import { canPause, isUnderWay, type UploadItem } from './item.ts'
import { cancelAll, clear, items, pauseOrResume, remove, retry, running, setAllPaused, underWay, upload } from './uploads.ts'

export function UploadPanel() {
  const list = items.value
  const [isFolded, setFolded] = useState(false)
  const [isAsking, setAsking] = useState(false)
  if (list.length === 0) return null
  const isActive = underWay.value > 0
  return (
    <section class="uploads" aria-label={t.upload.panel}>
      <header class="uploads-head">
        <h2>
          <span role="status">{title(list)}</span>
        </h2>
        {isActive && (
          <button type="button" class="text-button" onClick={() => setAllPaused(running.value > 0)}>
            {running.value > 0 ? t.upload.pauseAll : t.upload.resumeAll}
          </button>
        )}
        {underWay.value > 1 && (
          <button type="button" class="text-button" onClick={() => setAsking(true)}>
            {t.upload.cancelAll}
          </button>
        )}
        <IconButton
          icon={isFolded ? ChevronUp : ChevronDown}
          label={isFolded ? t.upload.unfold : t.upload.fold}
          expanded={!isFolded}
          onClick={() => setFolded(!isFolded)}
        />
        {!isActive && <IconButton icon={X} label={t.upload.clear} onClick={clearList} />}
      </header>
      {isActive && <Bar label={t.upload.panel} {...sum(list)} />}
      {!isFolded && (
        <ul class="uploads-list">
          {list.map((item) => (
            <Row key={item.id} {...item} />
          ))}
        </ul>
      )}
      {isAsking && isActive && <CancelAll count={underWay.value} onClose={() => setAsking(false)} />}
    </section>
  )
}

function clearList(): void {
  clear()
  settleFocus()
}

function CancelAll({ count, onClose }: { count: number; onClose(): void }) {
  const cancel = () => {
    cancelAll()
    onClose()
  }
  const ways = { stay: t.upload.keepOn, go: t.upload.cancelAll, isDanger: true, onStay: onClose, onGo: cancel }
  return (
    <Question title={t.upload.cancelAllTitle(count)} {...ways}>
      <p>{t.upload.cancelAllWarning}</p>
    </Question>
  )
}

function title(list: readonly UploadItem[]): string {
  const done = list.filter(({ status }) => status === 'done').length
  if (list.some(isUnderWay)) return t.upload.title(done, list.filter(({ status }) => status !== 'refused').length)
  return done === list.length ? t.upload.allDone(done) : t.upload.withRefused(done, list.length - done)
}

/** Of what is or was under way; what was refused is no part of it. */
function sum(list: readonly UploadItem[]): { sent: number; size: number } {
  const counted = list.filter(({ status }) => status !== 'refused')
  const of = (field: 'sent' | 'size') => counted.reduce((bytes, item) => bytes + item[field], 0)
  return { sent: of('sent'), size: of('size') }
}

function Row(item: UploadItem) {
  const { name, status, media } = item
  useEffect(() => () => settleFocus('.uploads-head .icon-button'), [])
  const isTrouble = status === 'failed' || status === 'refused' || status === 'lost'
  return (
    <li class={`upload upload-${status}`}>
      <span class="upload-icon">
        {status === 'done' && <Icon of={CircleCheck} size={18} />}
        {status === 'refused' && <Icon of={Ban} size={18} />}
        {(status === 'failed' || status === 'lost') && <Icon of={CircleAlert} size={18} />}
      </span>
      <div class="upload-text">
        {status === 'done' && media && may('media:read') ? (
          <a class="upload-name" href={href({ media, page: 'library' })} onClick={follow({ media, page: 'library' })}>
            <bdi>{name}</bdi>
          </a>
        ) : (
          <span class="upload-name">
            <bdi>{name}</bdi>
          </span>
        )}
        <span class={isTrouble ? 'upload-state problem' : 'upload-state'}>{stateOf(item)}</span>
        {isUnderWay(item) && <Bar label={t.upload.progress(name)} {...item} />}
      </div>
      <Actions {...item} />
    </li>
  )
}

function stateOf({ name, status, reason, sent, size, storedName }: UploadItem): string {
  const { states } = t.upload
  switch (status) {
    case 'done':
      return storedName && storedName !== name ? states.doneAs(storedName) : states.done
    case 'sending':
      return states.sending(formatBytes(sent), formatBytes(size))
    case 'paused':
      return states.paused(formatBytes(sent), formatBytes(size))
    case 'failed':
    case 'refused':
      return reason ?? ''
    default:
      return states[status]
  }
}

function Actions(item: UploadItem) {
  const { id, name, status } = item
  if (status === 'lost') {
    return (
      <div class="upload-actions">
        <ChooseAgain name={name} />
        <IconButton icon={X} label={t.upload.cancel(name)} onClick={() => remove(id)} />
      </div>
    )
  }
  const isPaused = status === 'paused'
  return (
    <div class="upload-actions">
      {canPause(item) && (
        <IconButton
          icon={isPaused ? Play : Pause}
          label={isPaused ? t.upload.resume(name) : t.upload.pause(name)}
          onClick={() => pauseOrResume(id)}
        />
      )}
      {status === 'failed' && <IconButton icon={RotateCw} label={t.upload.retry(name)} onClick={() => retry(id)} />}
      <IconButton icon={X} label={isUnderWay(item) ? t.upload.cancel(name) : t.upload.dismiss(name)} onClick={() => remove(id)} />
    </div>
  )
}

/** The same file again goes on where it stopped: the uploader knows it by name, size and time. */
function ChooseAgain({ name }: { name: string }) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <IconButton icon={RotateCw} label={t.upload.again(name)} onClick={() => input.current?.click()} />
      <input
        ref={input}
        class="out-of-sight"
        type="file"
        multiple
        tabIndex={-1}
        aria-hidden="true"
        onChange={({ currentTarget }) => void upload([...(currentTarget.files ?? [])])}
      />
    </>
  )
}

function Bar({ label, sent, size }: { label: string; sent: number; size: number }) {
  const share = size > 0 ? Math.min(1, sent / size) : 0
  const fill = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    if (fill.current) fill.current.style.transform = `scaleX(${share})`
  }, [share])
  return (
    <div class="bar" role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.floor(share * 100)}>
      <span ref={fill} class="bar-fill" />
    </div>
  )
}
