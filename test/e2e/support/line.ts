/** The line between a browser and the server: it can be cut, with all that is on it, and mended. */
import { connect, createServer, type Socket } from 'node:net'

export interface Line {
  url: string
  cut(): void
  mend(): void
  close(): void
}

/** @param to the server's origin */
export async function line(to: string): Promise<Line> {
  const { hostname, port } = new URL(to)
  const open = new Set<Socket>()
  let isCut = false
  const proxy = createServer((socket) => {
    if (isCut) return void socket.resetAndDestroy()
    const upstream = connect({ host: hostname, port: Number(port) })
    const end = () => {
      for (const side of [socket, upstream]) open.delete(side)
      socket.destroy()
      upstream.destroy()
    }
    for (const side of [socket, upstream]) {
      open.add(side)
      side.on('error', end).on('close', end)
    }
    socket.pipe(upstream).pipe(socket)
  })
  await new Promise<void>((done) => proxy.listen(0, 'localhost', done))
  const { port: own } = proxy.address() as { port: number }
  return {
    url: `http://localhost:${own}`,
    cut() {
      isCut = true
      for (const socket of open) socket.resetAndDestroy()
    },
    mend() {
      isCut = false
    },
    close: () => proxy.close(),
  }
}
