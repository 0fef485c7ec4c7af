/** A TCP server that says what the real clamd said to the same bytes (`test/fixtures/clamd/make.sh`), for machines without one. */
import { readFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { receive } from './instream.ts'

interface Recording {
  files: Record<string, { sha256: string; size: number; answer: string }>
  tooLong: string
}

const { files, tooLong } = JSON.parse(readFileSync('test/fixtures/clamd/conversations.json', 'utf8')) as Recording

/** @param streamMaxLength as in clamd.conf, in bytes */
export async function replay(socket: Socket, streamMaxLength = Number.POSITIVE_INFINITY): Promise<void> {
  const received = await receive(socket, (size) => size <= streamMaxLength)
  // What still comes is thrown away, so that the connection's end is seen.
  socket.resume()
  if (!received) {
    socket.end(tooLong)
    return
  }
  const known = Object.values(files).find(({ sha256, size }) => sha256 === received.sha256 && size === received.size)
  // Other bytes than those of the file: no answer of clamd's, and the upload is refused.
  socket.end(known?.answer ?? 'other bytes than were recorded ERROR\0')
}
