/** A client that goes away in the middle of an upload: nothing of it may be listed, also later. */
import { request as plain } from 'node:http'
import { request as secure } from 'node:https'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Api, type Check, type Finding, pdf, uniqueName } from './check.ts'

const SENT = 3_000_000
const DECLARED = 6_000_000
/** A Worker goes on for 30 s after its client is gone. */
const AFTERWARDS_MILLISECONDS = 35_000

export const brokenOff: Check = {
  name: 'a client that breaks off',
  run: (api) => breakOff(api, { 'Content-Length': String(DECLARED) }),
}

/** Here nobody knows how long the body would have been: what came may look whole. */
export const brokenOffChunked: Check = {
  name: 'a client that breaks off, of unknown length',
  run: (api) => breakOff(api, {}),
}

async function breakOff(api: Api, headers: Record<string, string>): Promise<Finding> {
  const name = uniqueName()
  const url = new URL(`/api/media?name=${name}`, api.url)
  const request = url.protocol === 'https:' ? secure : plain
  const outgoing = request(url.href, { method: 'POST', agent: false, headers: { ...headers, Authorization: `Bearer ${api.token}` } })
  let answer: number | undefined
  outgoing.on('response', (response) => {
    answer = response.statusCode
    response.resume()
  })
  // The broken connection is what is wanted.
  outgoing.on('error', () => undefined)
  await new Promise<void>((done) => outgoing.write(pdf(SENT), () => done()))
  await sleep(1000)
  outgoing.destroy()
  await sleep(AFTERWARDS_MILLISECONDS)
  const listed = await api.ask(`/api/media?search=${name}`)
  const { data } = (await listed.json()) as { data: { id: string; url: string }[] }
  for (const made of data) await api.remove(made)
  if (answer !== undefined && answer < 400) return { outcome: 'failed', seen: `answered ${answer} before it was whole` }
  return data.length === 0
    ? { outcome: 'ok', seen: 'nothing is listed' }
    : { outcome: 'failed', seen: 'a file is listed that never came whole' }
}
