import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'
import { bytesPlugin } from './test/support/bytes-plugin.ts'

export default defineConfig({
  test: {
    projects: [
      {
        plugins: [
          bytesPlugin(),
          cloudflareTest(async () => ({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: { bindings: { MIGRATIONS: await readD1Migrations('migrations') } },
          })),
        ],
        test: { name: 'workerd', include: ['test/**/*.test.ts'], exclude: ['test/e2e/**'], setupFiles: ['test/support/setup.ts'] },
      },
    ],
  },
})
