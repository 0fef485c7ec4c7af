/** Records what the real clamd says: `test/fixtures/clamd/make.sh`. */

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { startClamd } from './clamd.ts'
import { scanAt } from './instream.ts'
import { FILES, SMALL_STREAM } from './scanned-files.ts'

const usual = await startClamd()
const files: Record<string, { sha256: string; size: number; answer: string }> = {}
for (const [name, { bytes }] of Object.entries(FILES)) {
  files[name] = { sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length, answer: await scanAt(usual.port, bytes) }
}
await usual.kill()
const small = await startClamd([`StreamMaxLength ${SMALL_STREAM}`])
// Little more than it takes: of much more the answer is lost on the way, by the reset that follows it.
const tooLong = await scanAt(small.port, FILES.cleanLarge.bytes.subarray(0, SMALL_STREAM + 1))
await small.kill()
const { stdout } = spawnSync('clamd', ['--version'], { env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` } })
const recording = { clamd: stdout.toString().trim(), files, tooLong }
await writeFile('test/fixtures/clamd/conversations.json', `${JSON.stringify(recording, null, 2)}\n`)
