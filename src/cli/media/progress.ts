/** How uploads are watched: bars in a terminal, nothing but lines elsewhere. */
import { MultiBar, type SingleBar } from 'cli-progress'
import type { FoundFile } from './files.ts'
import { plainScreen, type Screen } from './screen.ts'
import { printable, sizeText } from './text.ts'

export interface Progress extends Screen {
  begin(lane: number, file: FoundFile): void
  /** @param loaded bytes of the lane's file, which only grow */
  advance(lane: number, loaded: number): void
  /** Done or failed: what was left of it is no longer to come. */
  end(lane: number, failed: boolean): void
  close(): void
}

export function watch(files: readonly FoundFile[], lanes: number): Progress {
  return process.stderr.isTTY && process.env.TERM !== 'dumb' ? bars(files, lanes) : lines()
}

function lines(): Progress {
  return { ...plainScreen, begin() {}, advance() {}, end() {}, close() {} }
}

const BAR = '{bar} {percentage}%'

/** A bar a lane, each for one file after the other, and one for all below them. */
function bars(files: readonly FoundFile[], lanes: number): Progress {
  const all = new MultiBar({
    stream: process.stderr,
    format: `${BAR}  {name}`,
    barsize: 24,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: true,
    clearOnComplete: true,
    // Its own handlers of signals would end the process before what is under way is.
    gracefulExit: false,
    emptyOnZero: true,
    // Its estimate looks back so many updates: an upload has one for every 64 KB.
    etaBuffer: 2000,
  })
  const bytes = files.reduce((sum, { size }) => sum + size, 0)
  const laneBars = Array.from({ length: lanes }, () => all.create(0, 0, { name: '' }))
  const sizes: number[] = []
  const loadedOf: number[] = []
  const count = { done: 0, failed: 0, bytes: 0 }
  const total = all.create(bytes, 0, { name: '' }, { format: `${BAR}  {name}  ETA {eta_formatted}` })
  const showTotal = () => total.update(count.bytes, { name: totalText(files.length, count.done, count.failed, bytes) })
  showTotal()

  const barOf = (lane: number): SingleBar => laneBars[lane]!
  const advance = (lane: number, loaded: number) => {
    count.bytes += loaded - loadedOf[lane]!
    loadedOf[lane] = loaded
    barOf(lane).update(loaded)
    showTotal()
  }
  return {
    advance,
    begin(lane, { path, size }) {
      sizes[lane] = size
      loadedOf[lane] = 0
      barOf(lane).setTotal(size)
      barOf(lane).update(0, { name: `${printable(path)}  ${sizeText(size)}` })
    },
    end(lane, failed) {
      if (failed) count.failed++
      else count.done++
      advance(lane, sizes[lane]!)
    },
    // One terminal: a result that were written past the bars would tear them. Else standard output is somebody else's.
    print: (line) => (process.stdout.isTTY ? all.log(above(line)) : plainScreen.print(line)),
    note: (line) => all.log(above(line)),
    close() {
      // What was printed since the last frame is shown by the next, and `stop` draws none.
      all.update()
      all.stop()
    },
  }
}

/** The bars are cut at the terminal's edge; what stands above them is whole, and nothing of a bar shows behind it. */
function above(line: string): string {
  const [clearBelow, wrap, cut] = ['\u001b[0J', '\u001b[?7h', '\u001b[?7l']
  return `${clearBelow}${wrap}${line}\n${cut}`
}

function totalText(files: number, done: number, failed: number, bytes: number): string {
  const failures = failed === 0 ? '' : `, ${failed} failed`
  return `${done} of ${files} files${failures}, ${sizeText(bytes)}`
}
