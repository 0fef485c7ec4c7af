/** What the running server really keeps: its R2 objects, and what it noted of unfinished R2 uploads. */
import { openBindings } from '../../../src/cli/bindings.ts'
import { server } from './api.ts'

export interface Kept {
  objects: string[]
  unfinished: number
}

export async function openStorage(): Promise<{ look(): Promise<Kept>; close(): Promise<void> }> {
  process.env.STATE_DIR = server.stateDir
  const { env, dispose } = await openBindings('local')
  return {
    async look() {
      const objects: string[] = []
      for (let cursor: string | undefined; ; ) {
        const page: R2Objects = await env.MEDIA_BUCKET.list(cursor ? { cursor } : {})
        objects.push(...page.objects.map((object) => object.key))
        if (!page.truncated) break
        cursor = page.cursor
      }
      const row = await env.DB.prepare('SELECT count(*) AS n FROM multipart_uploads').first<{ n: number }>()
      return { objects: objects.sort(), unfinished: row?.n ?? Number.NaN }
    },
    close: dispose,
  }
}
