/** The document is OpenAPI 3.1 to programs that are not ours, and what it tells people to type works. */
import { execFile } from 'node:child_process'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createConfig, lintFromString } from '@redocly/openapi-core'
import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, describe, expect, it } from 'vitest'
import { media as example, MEDIA_ID, MEDIA_NAME, TOKEN_ID } from '../../src/openapi/describe/examples.ts'
import { METHODS } from '../../src/openapi/describe/types.ts'
import { document } from '../support/described.ts'
import { json } from './support/answer.ts'
import { api, server, upload } from './support/api.ts'
import { fixture } from './support/fixtures.ts'
import { begin } from './support/tus.ts'

/** Rules that would have the document say what is not so. */
const UNFIT = {
  // What paths and methods that are not there answer is told, and is no operation's.
  'no-unused-components': 'off',
  // Nothing that a client sends to `/health` is wrong.
  'operation-4xx-response': 'off',
} as const

const served = (await api('/api/openapi.json', { headers: { Authorization: '' } })).body.toString()

it('the document is served as it stands in the repository', () => {
  expect(JSON.parse(served)).toEqual(document)
})

describe('the document', () => {
  /** References, examples against their schemas, parameters against paths, and the rest of Redocly's strict rules. */
  async function lint(source: string): Promise<string[]> {
    const config = await createConfig({ extends: ['recommended-strict'], rules: UNFIT })
    const problems = await lintFromString({ source, absoluteRef: '/openapi.json', config })
    return problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} (${location[0]?.pointer})`)
  }

  it('is well-formed to Redocly, examples and all', async () => {
    expect(await lint(served)).toEqual([])
  })

  it('fits the schema of OpenAPI 3.1', async () => {
    expect(await new Validator().validate(JSON.parse(served))).toEqual({ valid: true })
  })

  it.each([
    ['an example is not of its schema', '"size":1125', '"size":"1125"'],
    ['a schema is not there', '#/components/schemas/MediaList', '#/components/schemas/Nothing'],
    ['a path parameter has no declaration', '/api/media/{id}', '/api/media/{other}'],
  ])('is not, where %s', async (_, from, to) => {
    expect(served).toContain(from)
    expect(await lint(served.replace(from, to))).not.toEqual([])
  })
})

describe('a curl that the document shows', () => {
  const samples = Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const told = item[method]
      if (!told) return []
      // Of a success with a record and one without, the second: nothing is preferred here.
      const success = Object.keys(told.responses).includes('204') ? '204' : Object.keys(told.responses)[0]!
      return [{ route: `${method.toUpperCase()} ${path}`, source: told['x-codeSamples'][0]!.source, success }]
    }),
  )
  let directory: string | undefined
  afterAll(async () => directory && rm(directory, { recursive: true }))

  it.each(samples)('does what it says: $route', async ({ source, success }) => {
    directory ??= await mkdtemp(join(tmpdir(), 'media-api-samples-'))
    await copyFile('test/fixtures/jpeg/orientation-6.jpg', join(directory, 'photo.jpg'))
    const media = await upload(fixture('jpeg/orientation-6.jpg'), MEDIA_NAME)
    const body = JSON.stringify({ name: 'to be used', scopes: ['media:read'] })
    const made = await api('/api/tokens', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })
    const token = json(made) as { id: string }

    const begun = await begin(MEDIA_NAME, fixture('jpeg/orientation-6.jpg').length)
    const command = source
      .replaceAll(`/api/uploads/${MEDIA_ID}`, begun)
      .replaceAll(MEDIA_ID, media.id)
      .replaceAll(TOKEN_ID, token.id)
      .replace(/^curl /, 'curl -sS -w "%{stderr}%{http_code}" ')
    const env = { ...process.env, URL: server.url, TOKEN: server.token }
    const { stderr } = await promisify(execFile)('sh', ['-c', command], { cwd: directory, env })
    expect(stderr).toBe(success)
  })
})

it('a record is as the example shows it, but for what each upload has of its own', async () => {
  const { id, path, url, created_at, updated_at, ...same } = await upload(fixture('jpeg/orientation-6.jpg'), MEDIA_NAME)
  expect(example).toMatchObject(same)
  expect(Object.keys(example).sort()).toEqual(Object.keys({ id, path, url, created_at, updated_at, ...same }).sort())
})
