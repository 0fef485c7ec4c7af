/** workerd's inspector (Chrome's DevTools protocol): CPU profiles of the Worker's own isolate. */

export interface CallFrame {
  functionName: string
  url: string
  /** From 0. */
  lineNumber: number
  columnNumber: number
}

export interface Profile {
  /** Microseconds. */
  startTime: number
  endTime: number
  nodes: { id: number; callFrame: CallFrame; hitCount?: number }[]
  samples: number[]
  timeDeltas: number[]
}

interface Message {
  id?: number
  result?: unknown
  error?: { message: string }
}

export class Inspector {
  readonly #socket: WebSocket
  readonly #waiting = new Map<number, (message: Message) => void>()
  #last = 0

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.addEventListener('message', ({ data }) => {
      const message: Message = JSON.parse(String(data))
      if (message.id !== undefined) this.#waiting.get(message.id)?.(message)
    })
    socket.addEventListener('close', () => {
      for (const answer of this.#waiting.values()) answer({ error: { message: 'the inspector went away' } })
    })
  }

  /** @param worker as Miniflare names it */
  static async connect(port: number, worker: string): Promise<Inspector> {
    const targets = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as { id: string; webSocketDebuggerUrl: string }[]
    const target = targets.find(({ id }) => id.endsWith(worker))
    if (!target) throw new Error(`no Worker ${worker} among ${targets.map(({ id }) => id)}`)
    const socket = new WebSocket(target.webSocketDebuggerUrl)
    await new Promise((open, fail) => {
      socket.addEventListener('open', open, { once: true })
      socket.addEventListener('error', fail, { once: true })
    })
    return new Inspector(socket)
  }

  /** @param interval between samples, in microseconds */
  async start(interval: number): Promise<void> {
    await this.#call('Profiler.enable')
    await this.#call('Profiler.setSamplingInterval', { interval })
    await this.#call('Profiler.start')
  }

  async stop(): Promise<Profile> {
    return ((await this.#call('Profiler.stop')) as { profile: Profile }).profile
  }

  close(): void {
    this.#socket.close()
  }

  async #call(method: string, params = {}): Promise<unknown> {
    const id = ++this.#last
    const answered = new Promise<Message>((answer) => this.#waiting.set(id, answer))
    this.#socket.send(JSON.stringify({ id, method, params }))
    const { result, error } = await answered
    this.#waiting.delete(id)
    if (error) throw new Error(`${method}: ${error.message}`)
    return result
  }
}
