/** `media upload`: several files at a time; one that fails holds no other up, and all that failed are named at the end. */
import { clientOf, type Server } from './connection.ts'
import { Ended, EXIT, exitCodeOf } from './exit-codes.ts'
import { findFiles } from './files.ts'
import { watch } from './progress.ts'
import { printable, sizeText } from './text.ts'
import { UploadRun } from './upload-run.ts'

export interface UploadOptions {
  concurrency: number
  json: boolean
  /** Ctrl-C. */
  signal: AbortSignal
}

export async function uploadFiles(server: Server, paths: readonly string[], { concurrency, json, signal }: UploadOptions): Promise<void> {
  const started = Date.now()
  const { files, unusable } = await findFiles(paths)
  const lanes = Math.min(concurrency, files.length)
  const progress = watch(files, lanes)
  const run = new UploadRun(clientOf(server, progress), progress, { server: server.url, lanes, json, signal, failures: unusable })
  try {
    const queue = files.values()
    const lane = async (_: unknown, number: number) => {
      for (const file of queue) if (!(await run.upload(file, number))) return
    }
    await Promise.all(Array.from({ length: lanes }, lane))
  } finally {
    progress.close()
  }
  summarize(run, files.length, (Date.now() - started) / 1000)
  const code = exitCode(run, signal)
  if (code !== EXIT.done) throw new Ended(code)
}

function summarize({ uploaded, bytes, failures, begun, brokenOff, stopReason }: UploadRun, files: number, seconds: number): void {
  const counts = [`${uploaded} uploaded (${sizeText(bytes)} in ${seconds.toFixed(1)} s)`]
  if (brokenOff > 0) counts.push(`${brokenOff} broken off`)
  if (files > begun) counts.push(`${files - begun} not begun`)
  if (failures.length > 0) counts.push(`${failures.length} failed:`)
  if (stopReason) console.error(stopReason)
  console.error(files + failures.length === 0 ? 'No files there.' : counts.join(', '))
  // By name, not as they failed: a list to work through.
  for (const { path, reason } of failures.toSorted((a, b) => (a.path < b.path ? -1 : 1))) console.error(`  ${printable(path)}: ${reason}`)
}

function exitCode({ denied, unreached, failures }: UploadRun, signal: AbortSignal): number {
  if (signal.aborted) return exitCodeOf(signal.reason)
  if (denied) return EXIT.denied
  if (unreached > 0) return EXIT.unreachable
  return failures.length > 0 ? EXIT.failed : EXIT.done
}
