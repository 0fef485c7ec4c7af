/** What is said to clamd and what is made of its answer, byte by byte. */
import { describe, expect, it, vi } from 'vitest'
import { clamdAddress } from '../../src/scan/address.ts'
import { clamd } from '../../src/scan/clamd.ts'
import { scannerOf } from '../../src/scan/from-env.ts'
import { ScanUnavailableError, SourceError } from '../../src/scan/scanner.ts'
import { filler, streamOf } from '../support/app.ts'
import { type Behaviour, chunksOf, standIn } from './stand-in.ts'

const ADDRESS = { hostname: 'clamd.test', port: 3310, tls: false }
const LIMITS = { connect: 40, piece: 40, lastWord: 40, scan: 80 }
const small = filler(1000)
const large = filler(600_000)

function scanning(behaviour: Behaviour, limits = LIMITS) {
  const clamdSide = standIn(() => behaviour)
  return { ...clamd(ADDRESS, clamdSide.connect, limits), seen: clamdSide }
}

const inHand = async () => small
const said = (answers: string[]) => scanning({ answers }).scan(inHand)

describe('a scan sends', () => {
  it.each([
    ['bytes in hand', inHand, small],
    ['more of them than a chunk holds', async () => large, large],
    ['a stream', async () => streamOf(large), large],
  ] as const)('the command, chunks with their length, and an empty one: %s', async (_, open, bytes) => {
    const { scan, seen } = scanning({}, { ...LIMITS, scan: 10_000, piece: 5_000 })
    expect(await scan(open)).toBe(null)
    const { command, data, largest, ended } = chunksOf(seen.sent[0]!)
    expect({ command, ended }).toEqual({ command: 'zINSTREAM\0', ended: true })
    expect(data).toEqual(bytes)
    expect(largest).toBeLessThanOrEqual(256 * 1024)
    expect(seen.closed).toBe(1)
  })

  it.each([false, true])('it over TLS where that is asked for: %s', async (tls) => {
    const seen = standIn(() => ({}))
    await clamd({ ...ADDRESS, tls }, seen.connect, LIMITS).scan(inHand)
    expect(seen.options).toEqual([
      [
        { hostname: 'clamd.test', port: 3310 },
        { secureTransport: tls ? 'on' : 'off', allowHalfOpen: false },
      ],
    ])
  })
})

describe('an answer', () => {
  it.each([
    ['whole', ['stream: OK\0'], null],
    ['in pieces', ['str', 'eam: O', 'K', '\0'], null],
    ['with the NUL alone', ['stream: Win.Test FOUND', '\0'], 'Win.Test'],
    ['with a name of several words', ['stream: A B FOUND C FOUND\0'], 'A B FOUND C'],
  ] as const)('is understood %s', async (_, answers, verdict) => {
    expect(await said([...answers])).toBe(verdict)
  })

  it.each([
    ['garbage', ['\xff\xfe\0']],
    ['nothing but a NUL', ['\0']],
    ['OK of another', ['other: OK\0']],
    ['OK and more', ['stream: OK FOUND \0']],
    ['an OK with a line break', ['stream: OK\n\0']],
    ['an error', ['stream: Can’t allocate memory ERROR\0']],
    ['an unknown command', ['UNKNOWN COMMAND\0']],
    ['two in one', ['stream: OK\0stream: Win.Test FOUND\0']],
    ['OK and megabytes', [`stream: OK\0${'A'.repeat(100_000)}`]],
    ['too long', ['x'.repeat(1000), 'x'.repeat(1000)]],
    ['too long before a NUL', [`${'x'.repeat(1025)}\0`]],
  ])('is no verdict: %s', async (_, answers) => {
    await expect(said(answers)).rejects.toThrow(ScanUnavailableError)
  })

  it('that the stream is too long says what to raise', async () => {
    await expect(said(['INSTREAM size limit exceeded. ERROR\0'])).rejects.toThrow(/StreamMaxLength/)
  })

  it('without its NUL is none when the time is over', async () => {
    await expect(said(['stream: OK'])).rejects.toThrow(ScanUnavailableError)
  })
})

describe('clamd answers before it has the whole file', () => {
  it.each([
    ['an error is no verdict', 'INSTREAM size limit exceeded. ERROR\0', null],
    ['a find is one', 'stream: Win.Test FOUND\0', 'Win.Test'],
    ['that it is clean is no verdict', 'stream: OK\0', null],
  ])('%s, and the file is read no further', async (_, answer, verdict) => {
    const cancelled = vi.fn()
    const { scan, seen } = scanning({ early: { after: 300_000, answers: [answer] } })
    const outcome = scan(async () => endless(cancelled))
    await (verdict === null ? expect(outcome).rejects.toThrow(ScanUnavailableError) : expect(outcome).resolves.toBe(verdict))
    await vi.waitFor(() => expect(cancelled).toHaveBeenCalledOnce())
    expect(seen.closed).toBe(1)
  })
})

/** The table of faults: what breaks or hangs, and that nothing stays open then. */
describe('there is no verdict, the socket is closed and the file let go, when', () => {
  const FAULTS: [string, Behaviour][] = [
    ['the connection is refused', { opened: 'refused' }],
    ['the connection is never made', { opened: 'never' }],
    ['the first write fails', { writes: { after: 0, how: 'fail' } }],
    ['the first write hangs', { writes: { after: 0, how: 'hang' } }],
    ['a write fails in mid-stream', { writes: { after: 300_000, how: 'fail' } }],
    ['a write hangs in mid-stream', { writes: { after: 300_000, how: 'hang' } }],
    ['the connection ends without an answer', { silence: 'end' }],
    ['the connection breaks without an answer', { silence: 'break' }],
    ['it says nothing', { silence: 'forever' }],
  ]

  it.each(FAULTS)('%s', async (_, behaviour) => {
    const cancelled = vi.fn()
    let opened = 0
    const { scan, seen } = scanning(behaviour)
    const began = Date.now()
    const error = await scan(async () => {
      opened++
      return behaviour.silence ? streamOf(large) : endless(cancelled)
    }).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ScanUnavailableError)
    expect(Date.now() - began).toBeLessThan(2_000)
    expect(seen.closed).toBe(1)
    // Nobody there: the file is not even asked for.
    if (behaviour.opened || behaviour.writes?.after === 0) expect(opened).toBe(0)
    else if (!behaviour.silence) await vi.waitFor(() => expect(cancelled).toHaveBeenCalledOnce())
  })

  it('connecting throws at once', async () => {
    const connect = () => {
      throw new TypeError('Specified address is not allowed')
    }
    await expect(clamd(ADDRESS, connect, LIMITS).scan(inHand)).rejects.toThrow(/not allowed/)
  })

  it('the file stalls', async () => {
    const stalls = async () => new ReadableStream({ type: 'bytes', pull: () => new Promise<void>(() => {}) })
    const { scan, seen } = scanning({})
    await expect(scan(stalls)).rejects.toThrow(ScanUnavailableError)
    expect(seen.closed).toBe(1)
  })
})

it('a file that can’t be read is no fault of the scanner’s, and not taken for a shorter one', async () => {
  const breaks = async () =>
    new ReadableStream({
      type: 'bytes',
      pull(controller) {
        controller.error(new Error('R2'))
      },
    })
  for (const open of [breaks, () => Promise.reject(new Error('R2'))]) {
    const { scan, seen } = scanning({})
    await expect(scan(open)).rejects.toThrow(SourceError)
    expect(seen.closed).toBe(1)
    expect(chunksOf(seen.sent[0]!).ended).toBe(false)
  }
})

describe('CLAMD', () => {
  it.each([
    ['tcp://127.0.0.1:3310', { hostname: '127.0.0.1', port: 3310, tls: false }],
    ['tls://clamd.example.com:443/', { hostname: 'clamd.example.com', port: 443, tls: true }],
    ['tcp://[::1]:3310', { hostname: '[::1]', port: 3310, tls: false }],
  ])('%s is an address', (given, address) => {
    expect(clamdAddress(given)).toEqual(address)
  })

  it.each(['', ' ', undefined])('%j is no scan', (CLAMD) => {
    expect(scannerOf({ ...(CLAMD === undefined ? {} : { CLAMD }) }, standIn(() => ({})).connect)).toBe(null)
  })

  it.each(['clamd:3310', 'http://clamd:3310', 'tcp://clamd', 'tcp://clamd:0', 'tcp://clamd:65536', 'tcp://u:p@clamd:3310', 'on'])(
    '%s is malformed, and no upload passes',
    async (CLAMD) => {
      const scanner = scannerOf({ CLAMD }, standIn(() => ({})).connect)
      await expect(scanner!.scan(inHand)).rejects.toThrow(/^CLAMD is malformed: expected tcp:\/\/host:port or tls:\/\/host:port$/)
    },
  )

  it('is asked through a network that is bound, and not over the internet', async () => {
    const [network, internet] = [standIn(() => ({})), standIn(() => ({}))]
    const CLAMD_NETWORK = { connect: network.connect } as unknown as Pick<Fetcher, 'connect'>
    expect(await scannerOf({ CLAMD: 'tcp://10.0.0.7:3310', CLAMD_NETWORK }, internet.connect)!.scan(inHand)).toBe(null)
    expect([network.sent.length, internet.sent.length]).toEqual([1, 0])
  })

  it.each(['0', '-1', 'soon', '901'])('CLAMD_SECONDS=%s is malformed, and no upload passes', async (CLAMD_SECONDS) => {
    const scanner = scannerOf({ CLAMD: 'tcp://clamd:3310', CLAMD_SECONDS }, standIn(() => ({})).connect)
    await expect(scanner!.scan(inHand)).rejects.toThrow(/CLAMD_SECONDS is malformed/)
  })
})

function endless(cancelled: () => void): ReadableStream<Uint8Array> {
  return new ReadableStream({
    type: 'bytes',
    pull: (controller) => controller.enqueue(filler(64 * 1024)),
    cancel: () => cancelled(),
  })
}
