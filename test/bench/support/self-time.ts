/** What a CPU profile says of functions: the time spent in each itself, by where it was written. */
import { readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { join } from 'node:path'
import type { CallFrame, Profile } from './inspector.ts'
import { median } from './statistics.ts'

/** Where a function is from. `native`: (program), what V8 can't name. */
export type Room = 'src' | 'libraries' | 'runtime' | 'native' | 'garbage'

export interface SelfTime {
  room: Room
  /** `name (file:line)`. */
  name: string
  milliseconds: number
}

/**
 * Counted by samples, not by the times between them: none is taken while another isolate runs, the simulators' of R2 and D1
 * above all, and the next one's time would hold all of that.
 * @param interval that was asked for, in microseconds
 * @param bundle with the Worker's source map
 */
export function selfTimes({ nodes, timeDeltas }: Profile, interval: number, bundle: string): SelfTime[] {
  const map = new SourceMap(JSON.parse(readFileSync(join(bundle, 'worker.js.map'), 'utf8')))
  // Sleeping takes longer than asked for; where two samples follow upon each other, it shows how long.
  const near = timeDeltas.filter((delta) => delta > 0 && delta < 2 * interval)
  const milliseconds = (near.length > 0 ? median(near) : interval) / 1000
  const times = new Map<string, SelfTime>()
  for (const { callFrame, hitCount = 0 } of nodes) {
    if (callFrame.functionName === '(idle)' || callFrame.functionName === '(root)') continue
    const { room, name } = describe(callFrame, map)
    const time = times.get(name) ?? { room, name, milliseconds: 0 }
    times.set(name, { ...time, milliseconds: time.milliseconds + hitCount * milliseconds })
  }
  return [...times.values()].sort((a, b) => b.milliseconds - a.milliseconds)
}

function describe({ functionName, url, lineNumber, columnNumber }: CallFrame, map: SourceMap): Omit<SelfTime, 'milliseconds'> {
  if (functionName === '(program)') return { room: 'native', name: functionName }
  if (functionName === '(garbage collector)') return { room: 'garbage', name: functionName }
  const called = functionName || 'anonymous'
  if (url === 'entry.mjs' || url.endsWith('/entry.mjs')) return { room: 'runtime', name: `${called} (local-entry.mjs:${lineNumber + 1})` }
  if (!url.endsWith('worker.js')) return { room: 'runtime', name: `${called} (${url || 'workerd'})` }
  const entry = map.findEntry(lineNumber, columnNumber)
  // What the bundler added.
  if (!('originalSource' in entry)) return { room: 'libraries', name: `${called} (bundle)` }
  const source = entry.originalSource
  const [library] = /node_modules\/.*/.exec(source) ?? []
  const file = library ?? source.slice(source.lastIndexOf('src/'))
  return { room: library ? 'libraries' : 'src', name: `${called} (${file}:${entry.originalLine + 1})` }
}
