/** Where the server under test believes clamd to be: each test says what happens to a connection. */
import { connect, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from './server.ts'

export class Switchboard {
  readonly port: number
  /** How many connections came. */
  connections = 0
  /** What went wrong in a behaviour; a test looks. */
  failures: unknown[] = []
  behave: (socket: Socket) => unknown = (socket) => socket.destroy()
  #server: Server | null = null
  readonly #sockets = new Set<Socket>()

  private constructor(port: number) {
    this.port = port
  }

  static async start(): Promise<Switchboard> {
    const board = new Switchboard(await freePort())
    await board.listen()
    return board
  }

  /** How many connections there are. */
  get open(): number {
    return this.#sockets.size
  }

  async listen(): Promise<void> {
    if (this.#server) return
    const server = createServer(async (socket) => {
      this.connections++
      this.#sockets.add(socket)
      socket.on('error', () => {}).on('close', () => this.#sockets.delete(socket))
      try {
        await this.behave(socket)
      } catch (error) {
        this.failures.push(error)
        socket.destroy()
      }
    })
    await new Promise<void>((done) => server.listen(this.port, '127.0.0.1', done))
    this.#server = server
  }

  /** Nobody is reachable there. */
  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise<unknown>((done) => (this.#server ? this.#server.close(done) : done(null)))
    this.#server = null
  }
}

/** Straight to another port. */
export function passTo(port: number) {
  return (socket: Socket) => {
    const upstream = connect(port, '127.0.0.1')
    upstream.on('error', () => socket.destroy()).on('close', () => socket.destroy())
    socket.on('close', () => upstream.destroy())
    socket.pipe(upstream).pipe(socket)
  }
}

/** Straight to another port, slowly; `then` is run once when so many bytes have passed. */
export function slowlyTo(port: number, bytes: number, then: () => Promise<void>) {
  return async (socket: Socket) => {
    const upstream = connect(port, '127.0.0.1')
    upstream.on('error', () => socket.resetAndDestroy()).on('close', () => socket.destroy())
    upstream.pipe(socket)
    let passed = 0
    let done = false
    try {
      for await (const piece of socket.iterator({ destroyOnReturn: false })) {
        passed += piece.length
        if (!upstream.write(piece)) await sleep(5)
        if (passed < bytes || done) continue
        done = true
        await then()
      }
    } catch {
      // That it ends in the middle is what the test is about.
    }
  }
}

/** Takes so many bytes and resets the connection. */
export function resetAfter(bytes: number) {
  return (socket: Socket) => {
    let passed = 0
    socket.on('data', (piece) => {
      passed += piece.length
      if (passed >= bytes) socket.resetAndDestroy()
    })
  }
}
