/** One cell of the matrix: a scenario, the calls of it that fail and how; its answer, and what is true after. */
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { expect } from 'vitest'
import { ERRORS, type ErrorName } from '../../src/errors.ts'
import { standIn } from '../scan/stand-in.ts'
import { type Answer, expectCommon, expectError, type Init, makeRequest, read, type TestApp, testApp } from '../support/app.ts'
import { BINDING_MESSAGE, type Call, type How } from '../support/bindings.ts'
import { FIND_KEY, isRead, named, type Outcome, type Scenario } from './scenario.ts'
import { begin, check, sweepAndCheck, token, type World } from './world.ts'

export interface Fail {
  at: number
  how: How
  /** What is late acts before the client tries again, or after. */
  settles?: 'before' | 'after'
}

export interface Ran {
  calls: Call[]
  /** What holds only with the exception that the issue names. */
  exception: boolean
}

/** Nothing takes longer, whatever hangs. */
const NEVER_LONGER = 5000
const PATIENCE = 40
/** So many times longer a body may take. */
const UPLOAD_PATIENCE = 8

const apps = new Map<string, TestApp>()

function appFor({ patience = PATIENCE, scan }: Scenario, fails: readonly Fail[]): TestApp {
  const isHurried = fails.some(({ how }) => /hang|late|stalls/.test(how))
  const key = `${isHurried ? patience : 'patient'} ${scan}`
  const hurry = { answerMilliseconds: patience, uploadMilliseconds: patience * UPLOAD_PATIENCE, scanLimits: { piece: patience } }
  const connect = standIn(() => ({ answers: [scan ?? ''] })).connect
  const app = apps.get(key) ?? testApp({ ...(isHurried ? hurry : {}), connect }, scan ? { CLAMD: 'tcp://clamd.test:3310' } : {})
  apps.set(key, app)
  return app
}

export async function bounded<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('it hangs')), NEVER_LONGER)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer ?? null))
}

/** The answer; `broken` where its body fails, or stalls and is given up. */
async function ask(app: TestApp, scenario: Scenario, world: World): Promise<Answer & { broken: boolean }> {
  const { path, init } = await scenario.request(world)
  const context = createExecutionContext()
  const response = await bounded(Promise.resolve(app.app.fetch(makeRequest(path, { token, ...init } as Init), app.env, context)))
  const stalled = scheduler.wait(300).then(() => 'stalled' as const)
  const isFile = path.startsWith('/media/') && response.ok && response.body !== null
  if (!isFile) {
    const answer = await bounded(read(response, path))
    await bounded(waitOnExecutionContext(context))
    return { ...answer, broken: false }
  }
  const bodyReader = response.body.getReader()
  const chunks: Uint8Array[] = []
  let broken = false
  for (;;) {
    const next = await Promise.race([bodyReader.read(), stalled]).catch(() => 'failed' as const)
    if (typeof next === 'string') broken = true
    if (typeof next === 'string' || next.done) break
    chunks.push(next.value)
  }
  // A client that gives up is let go.
  if (broken) await bounded(bodyReader.cancel().catch(() => {}))
  return { ...(await read(new Response(new Blob(chunks), response), path)), broken }
}

function expectUsual(scenario: Scenario, answer: Answer): void {
  if (typeof scenario.usual === 'string') {
    expectAnError(answer, scenario.usual)
    return
  }
  expect(answer.status).toBe(scenario.usual)
  expectCommon(answer)
  expect(answer.text).not.toContain(BINDING_MESSAGE)
}

/** A HEAD has the status alone. */
function expectAnError(answer: Answer, name: ErrorName): void {
  if (answer.text !== '') expectError(answer, name)
  expect(answer.status).toBe(ERRORS[name][0])
  expectCommon(answer)
}

function learn(world: World, scenario: Scenario, answer: Answer): void {
  if (answer.status === 201) world.kept.set(answer.json.path, { media: answer.json, bytes: scenario.bytes! })
  if (scenario.deletes && statusOf(answer) === 204) world.gone.add(world.file.path)
}

/** Of a delete of many that of its file's outcome. */
function statusOf({ path, status, json }: Answer): number {
  return path === '/api/media/delete' && status === 200 ? json.data[0].status : status
}

export async function runCell(scenario: Scenario, fails: readonly Fail[], outcome: Outcome): Promise<Ran> {
  const world = await begin()
  await scenario.prepare?.(world)
  if (scenario.deletes) {
    world.deleting = true
    world.kept.delete(world.file.path)
  }
  const app = appFor(scenario, fails)
  app.reset()
  for (const { at, how } of fails) app.fail({ at, how })
  if (scenario.meanwhile) app.meanwhile(scenario.meanwhile.at, () => scenario.meanwhile!.act(world))

  const answer = await ask(app, scenario, world)
  const calls = app.calls.map((call) => ({ ...call }))
  expect(answer.broken, 'the body breaks off').toBe(outcome === 'broken off')
  if (outcome === 'as usual' || outcome === 'broken off') expectUsual(scenario, answer)
  else expectAnError(answer, outcome)
  learn(world, scenario, answer)
  const exception = isException(calls, fails)
  if (exception) world.maybe = scenario.bytes!
  const now = await check(world)
  // What could be undone is, and waits for no sweep.
  const known = fails.length === 1 && /^(before|lost|body-breaks)$/.test(fails[0]!.how) && outcome !== 'as usual'
  if (known && scenario.bytes) expect([...now.objects.keys()].sort()).toEqual(now.rows.map(({ path }) => path).sort())

  const settles = fails.find(({ how }) => how === 'late')?.settles
  if (settles === 'before') {
    await app.settle()
    await check(world)
  }
  // Behind two faults a retry is like behind one, but where a key leads it to what the first left.
  const retries = fails.length < 2 || scenario.calls.includes(FIND_KEY)
  if (retries && (statusOf(answer) >= 500 || answer.status === 408 || typeof scenario.usual === 'string')) await retry(scenario, world)
  if (settles === 'after') {
    await app.settle()
    await check(world)
  }
  if (scenario.bytes || scenario.deletes) {
    const expiring = await sweepAndCheck(world, 2)
    if (expiring || fails.length === 0) await sweepAndCheck(world, 26)
  }
  return { calls, exception }
}

/** The client tries again, and nothing fails. */
async function retry(scenario: Scenario, world: World): Promise<void> {
  const app = appFor(scenario, [])
  app.reset()
  const answer = await ask(app, scenario, world)
  if (scenario.deletes && statusOf(answer) === 404) {
    if (answer.status === 404) expectError(answer, 'mediaNotFound')
    world.gone.add(world.file.path)
  } else {
    expectUsual(scenario, answer)
    learn(world, scenario, answer)
  }
  await check(world)
}

/** D1 made the record, or will; that was not told, nor could it be undone: the file may stay, whole. */
function isException(calls: readonly Call[], fails: readonly Fail[]): boolean {
  const failed = (begin: string, ...hows: How[]) =>
    fails.some(({ at, how }) => hows.includes(how) && calls[at] !== undefined && named(calls[at]).startsWith(begin))
  return (
    failed('d1 insert media,', 'lost', 'hang-then-act', 'late') &&
    failed('d1 insert abandoned_media', 'before', 'lost', 'hang', 'hang-then-act', 'late')
  )
}

/** Every fault that the call can have. */
export function faultsOf(call: Call, at: number): Fail[] {
  const hows: How[] = ['before', 'lost', 'hang']
  if (call.stream) hows.push('body-breaks', 'body-stalls')
  if (isRead(named(call))) return hows.map((how) => ({ at, how }))
  // No key of R2 is used twice: what comes late there is the same, whether the client has tried again or not.
  const settling = call.operation.startsWith('r2.') ? (['after'] as const) : (['before', 'after'] as const)
  const late = settling.map((settles) => ({ at, how: 'late' as const, settles }))
  return [...hows, 'hang-then-act' as const].map((how): Fail => ({ at, how })).concat(late)
}

/** Faults of a call that only comes because another failed: the undo's. */
export function undoFaultsOf(call: Call, at: number): Fail[] {
  const hows: How[] = isRead(named(call)) ? ['before', 'hang'] : ['before', 'lost', 'hang', 'late']
  return hows.map((how) => ({ at, how, ...(how === 'late' ? { settles: 'after' as const } : {}) }))
}
