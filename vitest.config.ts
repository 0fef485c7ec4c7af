import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'
import { bytesPlugin } from './test/support/bytes-plugin.ts'

const inWorkerd = () => [
  bytesPlugin(),
  cloudflareTest(async () => ({
    wrangler: { configPath: './wrangler.toml' },
    miniflare: {
      bindings: {
        MIGRATIONS: await readD1Migrations('migrations'),
        LOG_REQUESTS: 'off',
        RATE_LIMIT_WRITES: 'off',
        RATE_LIMIT_FAILURES: 'off',
      },
    },
  })),
]

const overHttp = {
  globalSetup: ['test/e2e/support/global-setup.ts'],
  setupFiles: ['test/e2e/support/fetch-described.ts'],
  fileParallelism: false,
  testTimeout: 60_000,
  hookTimeout: 120_000,
}

export default defineConfig({
  test: {
    projects: [
      {
        // Modules and routes inside workerd, with the simulators of R2, D1 and KV.
        plugins: inWorkerd(),
        test: {
          name: 'workerd',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/bench/**'],
          setupFiles: ['test/support/setup.ts'],
          // A property of a hundred inputs takes a second, and some more beside other work.
          testTimeout: 30_000,
          // One less than there are cores by default, which on two is one.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        plugins: inWorkerd(),
        test: { name: 'bench', include: ['test/bench/**/*.test.ts'], setupFiles: ['test/support/setup.ts'] },
      },
      {
        // The product as a person starts it, driven over HTTP.
        test: {
          ...overHttp,
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          exclude: ['test/e2e/console/**'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        // The console in a browser.
        test: {
          ...overHttp,
          name: 'console',
          include: ['test/e2e/console/**/*.test.ts'],
          sequence: { groupOrder: 2 },
          // A page takes its time beside other work; what never comes is seen a little later then.
          expect: { poll: { timeout: 20_000 } },
        },
      },
    ],
  },
})
