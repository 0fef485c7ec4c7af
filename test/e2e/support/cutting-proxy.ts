/** A TCP proxy before the server that cuts its first connections as soon as the server has answered: the answer is lost, the work is done. */
import { connect, createServer } from 'node:net'
import { server } from './api.ts'

export interface CuttingProxy {
  url: string
  /** How many connections it has had. */
  connections(): number
  close(): void
}

export async function cuttingProxy(cuts: number): Promise<CuttingProxy> {
  const { hostname, port } = new URL(server.url)
  let connections = 0
  const proxy = createServer((socket) => {
    const cut = connections++ < cuts
    const upstream = connect({ host: hostname, port: Number(port) })
    const end = () => {
      socket.destroy()
      upstream.destroy()
    }
    for (const side of [socket, upstream]) side.on('error', end).on('close', end)
    socket.pipe(upstream)
    if (cut) upstream.once('data', () => socket.resetAndDestroy())
    else upstream.pipe(socket)
  })
  await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done))
  const { port: own } = proxy.address() as { port: number }
  return { url: `http://127.0.0.1:${own}`, connections: () => connections, close: () => proxy.close() }
}
