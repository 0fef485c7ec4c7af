/** The entry. */
import { createApp } from './app.ts'
import type { Env } from './env.ts'

let app: ReturnType<typeof createApp> | undefined

export default {
  fetch(request, env, ctx) {
    // An isolate's bindings never change.
    app ??= createApp(env)
    return app.fetch(request, env, ctx)
  },
} satisfies ExportedHandler<Env>
