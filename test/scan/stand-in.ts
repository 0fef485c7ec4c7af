/** A stand-in for `connect` of `cloudflare:sockets`: it keeps what it is sent, and says what a test wants it to. */
import type { ClamdSocket, Connect } from '../../src/scan/clamd.ts'
import { never } from '../support/broken-streams.ts'

export interface Behaviour {
  /** Pieces that it says when it has the whole stream. */
  answers?: string[]
  /** Said after so many bytes, whatever is still to come. */
  early?: { after: number; answers: string[] }
  opened?: 'refused' | 'never'
  /** Writes behind so many bytes fail, or are never done. */
  writes?: { after: number; how: 'fail' | 'hang' }
  /** It ends, or breaks, instead of an answer. */
  silence?: 'end' | 'break' | 'forever'
}

export interface StandIn {
  connect: Connect
  /** A scan each. */
  sent: Uint8Array[]
  options: Parameters<Connect>[]
  closed: number
}

const text = new TextEncoder()

export function standIn(how: (scan: number) => Behaviour): StandIn {
  const seen: StandIn = { connect: () => socket(), sent: [], options: [], closed: 0 }
  seen.connect = (...options) => {
    seen.options.push(options)
    return socket()
  }
  function socket(): ClamdSocket {
    const scan = seen.sent.length
    const behaviour = how(scan)
    seen.sent.push(new Uint8Array(0))
    let answer!: ReadableStreamDefaultController<Uint8Array>
    let answered = false
    const say = (answers: string[]) => {
      answered = true
      for (const piece of answers) answer.enqueue(text.encode(piece))
    }
    const readable = new ReadableStream<Uint8Array>({
      start(controller) {
        answer = controller
      },
    })
    const writable = new WritableStream<Uint8Array>({
      write(chunk: Uint8Array) {
        const { early, writes, silence, answers = ['stream: OK\0'] } = behaviour
        const before = seen.sent[scan]!
        if (writes && before.length + chunk.length > writes.after) {
          if (writes.how === 'hang') return never<void>()
          answer.error(new Error('Network connection lost.'))
          throw new Error('Network connection lost.')
        }
        const all = new Uint8Array(before.length + chunk.length)
        all.set(before)
        all.set(chunk, before.length)
        seen.sent[scan] = all
        if (early && !answered && all.length > early.after) return say(early.answers)
        const isEnd = chunk.length === 4 && chunk.every((byte) => byte === 0)
        if (!isEnd || answered) return
        if (silence === 'forever') return
        if (silence === 'break') return answer.error(new Error('Network connection lost.'))
        if (silence === 'end') return answer.close()
        say(answers)
      },
    })
    const opened = { refused: () => Promise.reject(new Error('proxy request failed')), never: () => never<SocketInfo>() }
    return {
      readable,
      writable,
      opened: behaviour.opened ? opened[behaviour.opened]() : Promise.resolve({} as SocketInfo),
      closed: never<void>(),
      async close() {
        seen.closed++
      },
    }
  }
  return seen
}

/** What a scan sent, taken apart. */
export function chunksOf(sent: Uint8Array): { command: string; data: Uint8Array; largest: number; ended: boolean } {
  const command = new TextDecoder().decode(sent.subarray(0, 10))
  const view = new DataView(sent.buffer, sent.byteOffset)
  const data: number[][] = []
  let largest = 0
  for (let at = 10; at + 4 <= sent.length; ) {
    const length = view.getUint32(at)
    at += 4
    if (length === 0) return { command, data: Uint8Array.from(data.flat()), largest, ended: at === sent.length }
    largest = Math.max(largest, length)
    data.push([...sent.subarray(at, at + length)])
    at += length
  }
  return { command, data: Uint8Array.from(data.flat()), largest, ended: false }
}
