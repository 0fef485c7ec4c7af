import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { tidy } from '../../src/cli/tidy.ts'
import { mediaOf } from './support/answer.ts'
import { file, server, upload, uploadRaw } from './support/api.ts'
import { fixture, unique } from './support/fixtures.ts'

it('what the R2 simulator keeps of broken uploads goes, and no file goes with it', async () => {
  const small = fixture('jpeg/baseline.jpg')
  const parts = Buffer.concat([fixture('mp4/moov-first.mp4'), Buffer.from('\0\0\0\0mdat', 'latin1'), Buffer.alloc(12 * 1024 * 1024, 1)])
  const kept = [await upload(small, `${unique('tidy')}.jpg`), mediaOf(await uploadRaw(parts, `${unique('tidy')}.mp4`))]
  const blobs = join(server.stateDir, 'v3/r2/media-api-local/blobs')
  const residue = join(blobs, 'residue-of-a-broken-upload')
  await writeFile(residue, 'bytes')
  await tidy(server.stateDir, 60_000)
  expect(await readdir(blobs)).toContain('residue-of-a-broken-upload')
  await tidy(server.stateDir, 0)
  expect(await readdir(blobs)).not.toContain('residue-of-a-broken-upload')
  for (const [i, media] of kept.entries()) {
    const served = await file(media.url)
    expect(served.body.equals([small, parts][i]!)).toBe(true)
  }
})
