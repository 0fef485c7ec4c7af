/** The two sides of `INSTREAM`, as clamd(8) describes them, for tests: written anew, so that our client is not compared with itself. */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

const COMMAND = Buffer.from('zINSTREAM\0')

/** @returns what the clamd at `port` says to a file */
export async function scanAt(port: number, file: Buffer): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  // Of a stream that is too long, clamd ends the connection.
  socket.on('error', () => {})
  const said: Buffer[] = []
  socket.on('data', (chunk) => said.push(chunk))
  const length = (bytes: number) => {
    const header = Buffer.alloc(4)
    header.writeUInt32BE(bytes)
    return header
  }
  socket.write(Buffer.concat([COMMAND, length(file.length), file, length(0)]))
  await once(socket, 'close')
  return Buffer.concat(said).toString('latin1')
}

export interface Received {
  sha256: string
  size: number
  /** The largest chunk. */
  largest: number
}

/**
 * Reads a scan's request.
 * @param onChunk of so many bytes until now
 * @throws Error for bytes that are not `INSTREAM`'s
 */
export async function receive(socket: Socket, onChunk: (size: number) => boolean = () => true): Promise<Received | null> {
  const hash = createHash('sha256')
  let held = Buffer.alloc(0)
  let [size, largest, left] = [0, 0, 0]
  let commanded = false
  for await (const piece of socket.iterator({ destroyOnReturn: false })) {
    held = Buffer.concat([held, piece])
    if (!commanded) {
      if (held.length < COMMAND.length) continue
      if (!held.subarray(0, COMMAND.length).equals(COMMAND)) throw new Error(`not the command: ${held.toString('latin1', 0, 20)}`)
      held = held.subarray(COMMAND.length)
      commanded = true
    }
    for (;;) {
      if (left === 0) {
        if (held.length < 4) break
        left = held.readUInt32BE()
        held = held.subarray(4)
        largest = Math.max(largest, left)
        if (left === 0) {
          if (held.length > 0) throw new Error(`${held.length} bytes behind the end`)
          return { sha256: hash.digest('hex'), size, largest }
        }
      }
      if (held.length === 0) break
      const data = held.subarray(0, left)
      hash.update(data)
      size += data.length
      left -= data.length
      held = held.subarray(data.length)
      if (!onChunk(size)) return null
    }
  }
  throw new Error(`it ended after ${size} bytes`)
}
