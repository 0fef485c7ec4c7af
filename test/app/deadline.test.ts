/** Bodies that stall or break off, whichever way they come and wherever they stop. */
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import jpeg from '../fixtures/jpeg/baseline.jpg?bytes'
import {
  empty,
  expectError,
  expectNothingLeft,
  filler,
  formBytes,
  formHeaders,
  type Init,
  joined,
  makeRequest,
  makeToken,
  read,
  request,
  stalling,
  testApp,
} from '../support/app.ts'

const to = testApp()
const token = await makeToken()
const MIB = 1024 * 1024

beforeEach(async () => {
  vi.restoreAllMocks()
  vi.spyOn(console, 'error').mockImplementation(() => {})
  await empty()
})

describe('a body that does not end', () => {
  const hurried = testApp({ uploadMilliseconds: 50 })
  const declared = { 'Content-Length': String(20 * MIB) }
  const disposition = { 'Content-Disposition': 'attachment; filename="a.jpg"' }
  const starts: [string, number][] = [
    ['within its first bytes', 500],
    ['behind them', 700_000],
    ['behind a part', 5.5 * MIB],
  ]
  const shapes: [string, (size: number, stalls: number) => Promise<Init>][] = [
    [
      'raw',
      async (size, stalls) => ({
        headers: { ...disposition, 'Content-Length': String(8 * MIB) },
        body: stalling(await begun(size), stalls),
      }),
    ],
    ['chunked', async (size, stalls) => ({ headers: disposition, body: stalling(await begun(size), stalls) })],
    ['form', async (size, stalls) => ({ headers: { ...formHeaders, ...declared }, body: stalling(await begunForm(size), stalls) })],
    ['chunked form', async (size, stalls) => ({ headers: formHeaders, body: stalling(await begunForm(size), stalls) })],
  ]
  const begun = async (size: number) => (await joined(jpeg, filler(size))).slice(0, size)
  const begunForm = async (size: number) => (await formBytes(await begun(size), 'a.jpg')).slice(0, size)
  const cases = shapes.flatMap(([shape, make]) =>
    starts.map(([where, size]) => [shape, where, (stalls: number) => make(size, stalls)] as const),
  )

  it.each(cases)('is 408 after the time that it has, and leaves nothing (%s, %s)', async (_, __, make) => {
    const piping = vi.spyOn(ReadableStream.prototype, 'pipeTo')
    const context = createExecutionContext()
    const upload = makeRequest('/api/media', { ...(await make(1000)), method: 'POST', token })
    const answering = Promise.resolve(hurried.app.fetch(upload, hurried.env, context))
    const response = await Promise.race([answering, scheduler.wait(800)])
    // A pipe from a request's own body ends with its signal; from a stream of JavaScript's, as here, only with its next bytes.
    if (!response) expect(piping.mock.lastCall?.[1]?.signal?.aborted, 'neither answered nor told to end').toBe(true)
    expectError(await read(await answering), 'uploadTimedOut')
    await waitOnExecutionContext(context)
    await expectNothingLeft()
  })

  it.each(cases)('that the client breaks off leaves nothing either (%s, %s)', async (_, __, make) => {
    const answer = await request(to, '/api/media', { ...(await make(200)), method: 'POST', token })
    expectError(answer, 'malformedUpload')
    await expectNothingLeft()
  })
})
