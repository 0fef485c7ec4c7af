/** The entry: requests to the app, the cron to the sweep, a Durable Object to each resumable upload and to each picture whose variants are made. */
import { connect } from 'cloudflare:sockets'
import { DurableObject } from 'cloudflare:workers'
import { createApp, createResumableUpload, createSweep, createVariantMaker } from './app.ts'
import type { Env } from './env.ts'
import { describeCause } from './errors.ts'
import { logError, logSweep } from './log.ts'
import type { VariantMethods } from './media/make-variant.ts'
import type { UploadMethods } from './uploads/upload.ts'

let app: ReturnType<typeof createApp> | undefined

export default {
  fetch(request, env, ctx) {
    // An isolate's bindings never change.
    app ??= createApp(env, { connect })
    return app.fetch(request, env, ctx)
  },

  async scheduled(_controller, env, ctx) {
    try {
      const { orphans, ...report } = await createSweep(env, { cache: ctx.cache })()
      logSweep({ ...report, orphans: orphans.length })
    } catch (error) {
      logError({ request_id: 'sweep', method: 'CRON', path: 'sweep', status: 500, error: 'The sweep failed', cause: describeCause(error) })
      throw error
    }
  },
} satisfies ExportedHandler<Env>

export class Upload extends DurableObject<Env> implements UploadMethods {
  readonly #upload = createResumableUpload(this.env, this.ctx.storage, { connect })

  create(...how: Parameters<UploadMethods['create']>) {
    return this.#upload.create(...how)
  }

  append(...how: Parameters<UploadMethods['append']>) {
    return this.#upload.append(...how)
  }

  progress(userId: string) {
    return this.#upload.progress(userId)
  }

  terminate(userId: string) {
    return this.#upload.terminate(userId)
  }

  override alarm() {
    return this.#upload.alarm()
  }
}

export class Variants extends DurableObject<Env> implements VariantMethods {
  readonly #maker = createVariantMaker(this.env)

  make(...how: Parameters<VariantMethods['make']>) {
    return this.#maker.make(...how)
  }
}
