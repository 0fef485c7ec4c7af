/** The scanner that a deployment has: the variables `CLAMD` and `CLAMD_SECONDS`. */
import type { Env } from '../env.ts'
import { clamdAddress } from './address.ts'
import { type Connect, clamd } from './clamd.ts'
import type { ScanLimits } from './limits.ts'
import type { Scanner } from './scanner.ts'

/** How long a scan may take, unless `CLAMD_SECONDS` says otherwise: clamd itself gives up after 120 s (`MaxScanTime`). */
const SCAN_SECONDS = 180
/** A resumable upload's Durable Object, and whoever waits, should not be held longer. */
const MOST_SECONDS = 15 * 60

/**
 * The scanner that `CLAMD` names; null where it is unset. What is malformed is a scanner without a verdict: a deployment that
 * asked for a scan must not go without one.
 * @param internet `connect` of `cloudflare:sockets`; a network that is bound goes before it
 */
export function scannerOf(
  env: Pick<Env, 'CLAMD' | 'CLAMD_NETWORK' | 'CLAMD_SECONDS'>,
  internet: Connect | undefined,
  limits: Partial<ScanLimits> = {},
): Scanner | null {
  const given = env.CLAMD?.trim()
  if (!given) return null
  try {
    const address = clamdAddress(given)
    const network = env.CLAMD_NETWORK
    const connect: Connect | undefined = network ? (...how) => network.connect(...how) : internet
    if (!connect) throw new Error('CLAMD is set, and there are no TCP sockets')
    return clamd(address, connect, { scan: secondsOf(env.CLAMD_SECONDS) * 1000, ...limits })
  } catch (cause) {
    return { scan: async () => Promise.reject(cause) }
  }
}

function secondsOf(given = ''): number {
  if (given.trim() === '') return SCAN_SECONDS
  const seconds = Number(given)
  if (seconds > 0 && seconds <= MOST_SECONDS) return seconds
  throw new Error(`CLAMD_SECONDS is malformed: expected a number of seconds up to ${MOST_SECONDS}`)
}
