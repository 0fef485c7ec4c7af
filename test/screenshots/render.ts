/** The scenes' pictures, by all cores: a minute, once. */
import { availableParallelism } from 'node:os'
import { isMainThread, parentPort, Worker } from 'node:worker_threads'
import type { Keep } from './kept.ts'
import type { Picture } from './pictures.ts'

/** @returns by the pictures' names */
export async function render(pictures: Picture[], keep: Keep): Promise<Map<string, Buffer>> {
  const made = new Map<string, Buffer>()
  const waiting = [...pictures]
  const lane = async () => {
    let worker: Worker | undefined
    for (let picture = waiting.shift(); picture; picture = waiting.shift()) {
      const { name, scene } = picture
      const make = () => {
        worker ??= new Worker(import.meta.filename)
        return ask(worker, scene)
      }
      made.set(name, await keep(scene.join('-'), make))
    }
    await worker?.terminate()
  }
  await Promise.all(Array.from({ length: availableParallelism() }, lane))
  return made
}

function ask(worker: Worker, scene: Picture['scene']): Promise<Buffer> {
  return new Promise((done, fail) => {
    worker.removeAllListeners()
    worker.once('message', (bytes: Uint8Array) => done(Buffer.from(bytes)))
    worker.once('error', fail)
    worker.postMessage(scene)
  })
}

if (!isMainThread) {
  parentPort?.on('message', async ([file, maker]: Picture['scene']) => {
    const makers: Record<string, () => Promise<Buffer>> = await import(`./scenes/${file}.ts`)
    const make = makers[maker]
    if (!make) throw new Error(`scenes/${file}.ts makes no ${maker}.`)
    parentPort?.postMessage(await make())
  })
}
