/**
 * clamd over TCP: `zINSTREAM`, a connection a scan (clamd(8), "COMMANDS": chunks of `<length><data>`, the length 4 bytes in network
 * byte order, ended by a chunk of length 0; the `z` before the command ends it and the answer with a NUL).
 */
import type { ClamdAddress } from './address.ts'
import { readAnswer, verdictOf } from './answer.ts'
import { type ScanLimits, STEP_LIMITS, Steps } from './limits.ts'
import { pieces } from './pieces.ts'
import { ofSource, type Scanner, ScanUnavailableError, type Source } from './scanner.ts'

/** What of a socket is used here. */
export type ClamdSocket = Pick<Socket, 'readable' | 'writable' | 'opened' | 'closed' | 'close'>

/** `connect` of `cloudflare:sockets`. */
export type Connect = (
  address: { hostname: string; port: number },
  options: { secureTransport: 'on' | 'off'; allowHalfOpen: boolean },
) => ClamdSocket

const COMMAND = new TextEncoder().encode('zINSTREAM\0')
const END = new Uint8Array(4)

/** Of a stream that is too long clamd says so and ends the connection; bytes still on their way then reset it, and its word is lost. */
const LOST = 'the connection to clamd was lost; where large files alone fail, raise StreamMaxLength in clamd.conf (at least 100M)'

export function clamd(
  { hostname, port, tls }: ClamdAddress,
  connect: Connect,
  given: Partial<ScanLimits> & Pick<ScanLimits, 'scan'>,
): Scanner {
  const limits = { ...STEP_LIMITS, ...given }
  return {
    async scan(open) {
      const steps = new Steps(limits.scan)
      const socket = connect({ hostname, port }, { secureTransport: tls ? 'on' : 'off', allowHalfOpen: false })
      // Looked at where it matters; alone they must not be unhandled.
      for (const promise of [socket.opened, socket.closed]) promise.catch(() => {})
      const reader = socket.readable.getReader()
      const writer = socket.writable.getWriter()
      try {
        await reached(steps.within(socket.opened, 'connecting', limits.connect))
        return await converse(steps, limits, reader, writer, open)
      } finally {
        // Not waited for: what clamd has not taken yet may never be. No `abort`: after it workerd leaves the connection open for as
        // long as a Durable Object lives (seen in 1.20261102); with the two calls together it is closed also under a write that hangs.
        writer.close().catch(() => {})
        socket.close().catch(() => {})
      }
    },
  }
}

async function reached(opened: Promise<unknown>): Promise<void> {
  try {
    await opened
  } catch (cause) {
    throw new ScanUnavailableError('clamd is not reachable', { cause })
  }
}

async function converse(
  steps: Steps,
  limits: ScanLimits,
  reader: ReadableStreamDefaultReader<Uint8Array>,
  writer: WritableStreamDefaultWriter<Uint8Array>,
  open: () => Promise<Source>,
): Promise<string | null> {
  // From the start: clamd may answer, and end the connection, while we still write.
  const answer = readAnswer(reader)
  let ended = false
  const end = answer.then(
    () => {
      ended = true
    },
    () => {
      ended = true
    },
  )
  /** @returns whether clamd wants more */
  const write = async (bytes: Uint8Array): Promise<boolean> => {
    const written = writer.write(bytes).then(
      () => true,
      () => false,
    )
    return (await steps.within(Promise.race([written, end.then(() => false)]), 'writing to clamd', limits.piece)) && !ended
  }
  const isWhole = (await write(COMMAND)) && (await writeAll(write, steps, limits.piece, open))
  if (isWhole) await write(END)
  return verdictOf(await said(answer, steps, isWhole ? limits.scan : limits.lastWord), isWhole)
}

async function writeAll(
  write: (bytes: Uint8Array) => Promise<boolean>,
  steps: Steps,
  milliseconds: number,
  open: () => Promise<Source>,
): Promise<boolean> {
  for await (const piece of pieces(await ofSource(open()), (read) => steps.within(read, 'reading the file', milliseconds))) {
    if (!(await write(piece))) return false
  }
  return true
}

/** The answer; where the connection is lost without one, what that may have been. */
async function said(answer: Promise<string>, steps: Steps, milliseconds: number): Promise<string> {
  const heard = answer.catch((cause) => {
    throw cause instanceof ScanUnavailableError ? cause : new ScanUnavailableError(LOST, { cause })
  })
  return steps.within(heard, 'the answer of clamd', milliseconds)
}
