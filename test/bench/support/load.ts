/** Many clients at once, and how long each request took. */
import { percentile } from './statistics.ts'

export interface Load {
  count: number
  seconds: number
  perSecond: number
  /** Milliseconds. */
  p50: number
  p99: number
  /** What was thrown. */
  errors: unknown[]
  /** CPU that this process, the client, took of the time: near 1, it is the client that is measured. */
  clientCpu: number
}

/** @param act one request, the `i`-th of `count` */
export async function load(count: number, clients: number, act: (i: number) => Promise<unknown>): Promise<Load> {
  const times: number[] = []
  const errors: unknown[] = []
  let next = 0
  const client = async () => {
    while (next < count) {
      const i = next++
      const began = performance.now()
      await act(i).catch((error) => errors.push(error))
      times.push(performance.now() - began)
    }
  }
  const cpu = process.cpuUsage()
  const began = performance.now()
  await Promise.all(Array.from({ length: clients }, client))
  const seconds = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage(cpu)
  return {
    ...{ count, seconds, perSecond: count / seconds, errors, clientCpu: (user + system) / 1e6 / seconds },
    ...{ p50: percentile(times, 0.5), p99: percentile(times, 0.99) },
  }
}
