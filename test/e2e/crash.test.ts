import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, it } from 'vitest'
import { createSweep } from '../../src/app.ts'
import { seeded } from '../support/bytes.ts'
import { Client, expectFound, expectInvariants, retry } from './support/crash-invariants.ts'
import { Load } from './support/crash-load.ts'
import { type Killable, npmStart, Spare, withBindings } from './support/killable.ts'
import { Ledger } from './support/ledger.ts'
import { freePort, newStateDir, removeState } from './support/server.ts'

const ROUNDS = Number(process.env.CRASH_ROUNDS ?? 12)
const SEED = Number(process.env.CRASH_SEED ?? Date.now() % 1_000_000)
/** So long after the load is at full rate comes the end, at most. */
const MILLISECONDS = 400
const HOUR = 60 * 60 * 1000
/** Each does a bounded amount of work. */
const MAX_SWEEPS = 20

const stateDir = await newStateDir()
let spare = new Spare()
const running = new Set<Killable>()
afterAll(async () => {
  await spare.kill()
  for (const server of running) await server.kill()
  await removeState(stateDir)
})

/** Runs of the sweep at a later time until one finds nothing to do. @returns how many objects had no row */
async function sweepLater(hours: number): Promise<number> {
  const clock = () => new Date(Date.now() + hours * HOUR)
  return withBindings(stateDir, async (env) => {
    const sweep = createSweep(env, { clock })
    let orphans = 0
    for (let i = 0; i < MAX_SWEEPS; i++) {
      const report = await sweep()
      expect(report.guard, `${report.orphans.length} objects without a row`).toBe(null)
      orphans += report.orphans.length
      if (report.passEnded && report.orphans.length + report.deletesFinished + report.multipartsEnded === 0) return orphans
    }
    throw new Error(`not done after ${MAX_SWEEPS} runs`)
  })
}

it(
  `keeps its word when it is killed with SIGKILL, ${ROUNDS} times, at whatever it is at`,
  async () => {
    console.log(`crashes: CRASH_SEED=${SEED} CRASH_ROUNDS=${ROUNDS}`)
    const random = seeded(SEED)
    const ledger = new Ledger()
    const port = await freePort()
    let token = ''
    let answers = 0

    /** Through `npm start` the first time and once more; else by what it calls. */
    async function start(round: number): Promise<Killable> {
      if (round === 0 || round === Math.floor(ROUNDS / 2)) {
        const server = await npmStart(port, stateDir)
        token = server.token
        running.add(server)
        return server
      }
      const server = await spare.serve(port, stateDir)
      running.add(server)
      // Loads what it needs while this one works.
      spare = new Spare()
      return server
    }

    for (let round = 0; round < ROUNDS; round++) {
      const server = await start(round)
      const client = new Client(server.url, token)
      await expectInvariants(ledger, client, await server.look())
      await retry(ledger, client, () => random(3) === 0)
      const load = new Load({ url: server.url, token }, ledger, SEED + round)
      await load.fullRate
      await sleep(random(MILLISECONDS))
      load.expectKill()
      await server.kill()
      running.delete(server)
      await load.ended()
      expect(load.faults, `round ${round}, CRASH_SEED=${SEED}`).toEqual([])
      answers += load.answers
    }

    const server = await start(ROUNDS)
    const client = new Client(server.url, token)
    const left = await server.look()
    await expectInvariants(ledger, client, left)
    const halves = `${left.rows.filter(({ deleting }) => deleting).length} deletes and ${left.multiparts.length} R2 uploads half done`
    console.log(`${answers} requests answered; files: ${ledger.summary()}; left: ${halves}`)
    for (const hours of [2, 26]) {
      const orphans = await sweepLater(hours)
      const state = await server.look()
      console.log(`sweep ${hours} h later: ${orphans} objects without a row`)
      expect(
        state.objects
          .map(({ key }) => key)
          .filter((key) => key.startsWith('media/'))
          .sort(),
      ).toEqual(state.rows.map(({ key }) => key).sort())
      expect(state.rows.filter(({ deleting }) => deleting)).toEqual([])
      expect(state.multiparts).toEqual([])
      await expectInvariants(ledger, client, state)
      expect(ledger.of('deleting')).toEqual([])
    }
    await expectFound(client, await server.look())
  },
  ROUNDS * 10_000 + 60_000,
)
