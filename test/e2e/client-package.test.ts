/** The client as it is published: built, packed, installed beside somebody's code. */
import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build as bundle } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { server } from './support/api.ts'
import { build } from './support/built.ts'
import { ended } from './support/cli.ts'

let project: string
let installed: string
beforeAll(async () => {
  build()
  project = await mkdtemp(join(tmpdir(), 'media-client-'))
  installed = join(project, 'node_modules/media-api')
  await mkdir(installed, { recursive: true })
  const [{ filename }] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', project], { encoding: 'utf8' }),
  )
  execFileSync('tar', ['xzf', join(project, filename), '--strip-components', '1', '-C', installed])
})
afterAll(() => rm(project, { recursive: true, force: true }))

describe('the client, packed', () => {
  it('runs in Node by its name, and wants no other package', async () => {
    await writeFile(
      join(project, 'run.mjs'),
      `import { createClient, NotFoundError } from 'media-api/client'
       const client = createClient({ url: process.env.MEDIA_URL, token: process.env.MEDIA_TOKEN })
       try { await client.get('nothing') } catch (error) { console.log(error instanceof NotFoundError, error.code) }`,
    )
    const result = await ended(process.execPath, [join(project, 'run.mjs')], { MEDIA_URL: server.url, MEDIA_TOKEN: server.token })
    expect(result).toEqual({ code: 0, stdout: 'true Media not found\n', stderr: '' })
  })

  it.each([
    ['a browser', { lib: ['ES2022', 'DOM'], types: [] }, 'bundler'],
    ['a browser, resolved as Node does', { lib: ['ES2022', 'DOM'], types: [] }, 'nodenext'],
    ['Node', { lib: ['ES2022'], types: ['node'] }, 'nodenext'],
    ['Workers', { lib: ['ES2022'], types: ['@cloudflare/workers-types'] }, 'bundler'],
  ])('has types that hold in %s, checked strictly', async (_, environment, moduleResolution) => {
    const compilerOptions = {
      ...environment,
      moduleResolution,
      module: moduleResolution === 'nodenext' ? 'nodenext' : 'esnext',
      target: 'es2022',
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      noEmit: true,
      typeRoots: [resolve('node_modules/@types'), resolve('node_modules')],
    }
    await writeFile(join(project, 'package.json'), '{ "type": "module" }')
    await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['use.ts'] }))
    await writeFile(
      join(project, 'use.ts'),
      `import { createClient, type Media, RateLimitedError } from 'media-api/client'
       const client = createClient({ url: 'https://media.test', token: 'x', fetch })
       export async function use(file: Blob, signal: AbortSignal): Promise<Media[]> {
         const all: Media[] = []
         await client.upload(file, { name: 'cat.jpg', signal, onProgress: ({ loaded, total }) => console.log(loaded / (total ?? 1)) })
         await client.upload(file.stream(), { name: 'cat.jpg', size: file.size })
         await client.upload(new Uint8Array(3), { name: 'cat.jpg' })
         try { for await (const media of client.list({ type: 'image' })) all.push(media) }
         catch (error) { if (error instanceof RateLimitedError) console.log(error.retryAfter) }
         // @ts-expect-error no such type of media
         await client.page({ type: 'picture' })
         return all
       }`,
    )
    const { code, stdout } = await ended(process.execPath, ['node_modules/typescript/bin/tsc', '-p', project], {})
    expect(stdout).toBe('')
    expect(code).toBe(0)
  })

  it('is under 5 KB, minified and compressed', async () => {
    const { outputFiles } = await bundle({
      entryPoints: [join(installed, 'dist/client/index.js')],
      bundle: true,
      minify: true,
      format: 'esm',
      write: false,
    })
    const bytes = gzipSync(outputFiles[0]!.contents).length
    console.log(`client: ${bytes} bytes gzip`)
    expect(bytes).toBeLessThan(5000)
  })
})
