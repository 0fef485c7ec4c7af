/// <reference types="vite/client" />
import { describe, expect, it } from 'vitest'
import { bytesReader } from '../../src/formats/byte-reader.ts'
import { inspectMp4, sniffMp4 } from '../../src/formats/mp4.ts'
import facts from '../fixtures/mp4/facts.json'
import { byName, type FixtureFacts } from '../support/fixtures.ts'

const files = byName<Uint8Array>(import.meta.glob(['../fixtures/mp4/*.mp4', '../fixtures/mp4/*.m4v'], { query: '?bytes', import: 'default', eager: true }))
const near = byName<Uint8Array>(import.meta.glob('../fixtures/near/*', { query: '?bytes', import: 'default', eager: true }))
const fixture = (name: string): Uint8Array => files[name] ?? expect.unreachable(name)

describe('MP4 files that other programs wrote', () => {
  it.each(facts as FixtureFacts[])('$file', async ({ file, width, height, duration }) => {
    const bytes = fixture(file)
    expect(sniffMp4(bytes)).toBe(true)
    const found = await inspectMp4(bytesReader(bytes))
    expect(found).toEqual({ width, height, duration: expect.closeTo(duration ?? -1, 1) })
  })
  it('has a fact for each', () => {
    expect(facts.map((f) => f.file).sort()).toEqual(Object.keys(files).sort())
  })
})
