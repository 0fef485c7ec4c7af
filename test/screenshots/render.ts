/** Pictures are made once for as long as their scenes stay as they are: they take a minute of all cores. */
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { isMainThread, parentPort, Worker } from 'node:worker_threads'
import type { Picture } from './pictures.ts'

const SCENES = join(import.meta.dirname, 'scenes')

export async function render(pictures: Picture[]): Promise<Map<string, Buffer>> {
  const made = new Map<string, Buffer>()
  const kept = join(tmpdir(), `media-api-demo-${await fingerprint()}`)
  await mkdir(kept, { recursive: true })
  const missing: Picture[] = []
  for (const picture of pictures) {
    const bytes = await readFile(join(kept, fileOf(picture))).catch(() => undefined)
    if (bytes) made.set(picture.name, bytes)
    else missing.push(picture)
  }
  const lanes = Array.from({ length: Math.min(availableParallelism(), missing.length) }, async () => {
    const worker = new Worker(import.meta.filename)
    for (let picture = missing.shift(); picture; picture = missing.shift()) {
      const bytes = await ask(worker, picture)
      made.set(picture.name, bytes)
      const file = join(kept, fileOf(picture))
      // Two runs at once may make the same picture, and neither is to read half of it.
      await writeFile(`${file}.${process.pid}`, bytes)
      await rename(`${file}.${process.pid}`, file)
    }
    await worker.terminate()
  })
  await Promise.all(lanes)
  return made
}

function fileOf({ scene }: Picture): string {
  return scene.join('-')
}

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256')
  for (const name of (await readdir(SCENES)).sort()) hash.update(await readFile(join(SCENES, name)))
  return hash.digest('hex').slice(0, 12)
}

function ask(worker: Worker, picture: Picture): Promise<Buffer> {
  return new Promise((done, fail) => {
    worker.removeAllListeners()
    worker.once('message', (bytes: Uint8Array) => done(Buffer.from(bytes)))
    worker.once('error', fail)
    worker.postMessage(picture)
  })
}

if (!isMainThread) {
  parentPort?.on('message', async ({ scene: [file, maker] }: Picture) => {
    const makers: Record<string, () => Promise<Buffer>> = await import(`./scenes/${file}.ts`)
    const make = makers[maker]
    if (!make) throw new Error(`scenes/${file}.ts makes no ${maker}.`)
    parentPort?.postMessage(await make())
  })
}
