#!/usr/bin/env node
/** `npx media …`: files and tokens of a Media API, over HTTP. */
import { EXIT, exitCodeOf, Interrupted, lastWords, OutputClosed } from './media/exit-codes.ts'
import { program } from './media/program.ts'

const stopping = new AbortController()
// A second Ctrl-C ends the process at once, as it does where nobody listens.
process.once('SIGINT', () => stopping.abort(new Interrupted()))
// Who reads has had enough: `media list | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') {
    console.error(`Standard output: ${error.message}`)
    process.exit(EXIT.failed)
  }
  if (!process.argv.includes('upload')) process.exit(EXIT.done)
  stopping.abort(new OutputClosed())
})

try {
  await program(stopping.signal).parseAsync()
} catch (error) {
  const words = lastWords(error)
  if (words) console.error(words)
  process.exitCode = exitCodeOf(error)
}
