/**
 * What a record takes of a D1 database, and its insert of the database's time: SQLite with the product's migrations, filled as
 * `store/catalog.ts` does. `npx node --experimental-strip-types test/bench/storage.ts [rows] [inserts a transaction] [file to keep]`
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { v7 as uuidv7 } from 'uuid'
import { fold, grams } from '../../src/store/search.ts'

const rows = Number(process.argv[2] ?? 100_000)
const perTransaction = Number(process.argv[3] ?? 1)
const folder = mkdtempSync(join(tmpdir(), 'storage-'))
const file = process.argv[4] ?? join(folder, 'd1.sqlite')

/** The same numbers in each run (mulberry32). */
let state = 20_260_412
function random(below: number): number {
  state = (state + 0x6d2b79f5) | 0
  let t = Math.imul(state ^ (state >>> 15), 1 | state)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below)
}
const pick = <T>(of: readonly T[]) => of[random(of.length)]!
const digits = (count: number) => String(random(10 ** count)).padStart(count, '0')
const upTo = (last: number) => String(1 + random(last)).padStart(2, '0')

const WORDS = (
  'annual report quarterly budget invoice contract draft final signed review meeting minutes agenda summer holiday family portrait ' +
  'garden city night market kitchen recipe wedding birthday mountain river coast autumn winter spring product launch website banner ' +
  'header logo campaign customer interview research proposal project plan schedule inventory delivery receipt insurance policy tax ' +
  'statement payroll training onboarding handbook guideline safety architecture diagram floor model prototype sketch concept storyboard ' +
  'trailer teaser episode podcast chapter lecture workshop webinar keynote slides résumé Übersicht façade niño Straße overview summary'
).split(' ')
const words = (count: number) => Array.from({ length: count }, () => pick(WORDS)).join(' ')
const year = () => 2018 + random(9)
const day = () => `${year()}${upTo(12)}${upTo(28)}`
const time = () => `${upTo(23)}${upTo(59)}${upTo(59)}`

type Kind = [type: 'image' | 'file' | 'video' | 'audio', mime: string, name: () => string]
/** Half pictures, a third documents, the rest video and audio: what cameras, phones and offices call their files. */
const KINDS: Kind[] = [
  ...Array.from({ length: 3 }, (): Kind => ['image', 'image/jpeg', () => `IMG_${day()}_${time()}.jpg`]),
  ['image', 'image/jpeg', () => `PXL_${day()}_${time()}${digits(3)}.MP.jpg`],
  ['image', 'image/jpeg', () => `${words(3)} ${upTo(400)}.jpg`],
  ['image', 'image/png', () => `Screenshot ${year()}-${upTo(12)}-${upTo(28)} at ${upTo(23)}.${upTo(59)}.${upTo(59)}.png`],
  ['file', 'application/pdf', () => `${words(3)} ${year()} final v${1 + random(9)}.pdf`],
  ['file', 'application/pdf', () => `${pick(['invoice', 'receipt', 'order'])}-${year()}-${digits(6)}-${pick(WORDS)}.pdf`],
  ['file', 'application/msword', () => `${words(4)}.docx`],
  ['file', 'application/vnd.ms-excel', () => `${words(2)} Q${1 + random(4)} ${year()}.xlsx`],
  ['video', 'video/mp4', () => `VID_${day()}_${time()}.mp4`],
  ['audio', 'audio/mpeg', () => `${upTo(20)} - ${words(3)}.mp3`],
]

const db = new DatabaseSync(file)
// What is timed is SQLite's work: no flush of this machine's disk, and none of the copies that D1 makes elsewhere.
db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF')
const migrations = readdirSync('migrations')
  .filter((name) => name.endsWith('.sql'))
  .sort()
for (const name of migrations) db.exec(readFileSync(join('migrations', name), 'utf8').replaceAll('--> statement-breakpoint', ''))
const number = (sql: string) => Number(Object.values(db.prepare(sql).get()!)[0])
const size = () => number('PRAGMA page_count') * number('PRAGMA page_size')

const COLUMNS = 'id, type, mime_type, name, stored_name, name_folded, size, width, height, duration, created_by, created_at, updated_at'
const media = db.prepare(`INSERT INTO media (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *`)
const search = Object.fromEntries(
  ['image', 'file', 'video', 'audio'].map((type) => [
    type,
    db.prepare(`INSERT INTO media_grams (rowid, ${type}) VALUES (last_insert_rowid(), ?)`),
  ]),
)
const USERS = Array.from({ length: 50 }, () => uuidv7())
const START = Date.UTC(2026, 3, 12)
let nameBytes = 0

function record(index: number) {
  const [type, mime, makeName] = pick(KINDS)
  const name = makeName()
  nameBytes += Buffer.byteLength(name)
  const [visual, timed] = [type === 'image' || type === 'video', type === 'video' || type === 'audio']
  const [width, height] = visual ? [640 + random(4000), 480 + random(3000)] : [null, null]
  const duration = timed ? random(1e7) / 1000 : null
  const msecs = START + index * 60
  const at = Math.floor(msecs / 1000)
  const names = [name, name, fold(name)]
  const user = pick(USERS)
  const values = [uuidv7({ msecs }), type, mime, ...names, random(8_000_000), width, height, duration, user, at, at]
  return { type, values, grams: grams(fold(name), user) }
}

const milliseconds: number[] = []
for (let at = 0; at < rows; at += perTransaction) {
  const records = Array.from({ length: Math.min(perTransaction, rows - at) }, (_, i) => record(at + i))
  const began = performance.now()
  db.exec('BEGIN')
  for (const { type, values, grams } of records) {
    media.get(...values)
    search[type]!.run(grams)
  }
  db.exec('COMMIT')
  milliseconds.push((performance.now() - began) / records.length)
}

console.log(
  `${rows} rows, ${perTransaction} a transaction, names of ${(nameBytes / rows).toFixed(1)} bytes, ${migrations.length} migrations`,
)
const last = milliseconds.slice(-Math.ceil(milliseconds.length / 10)).sort((a, b) => a - b)
const share = (of: number) => `${(of * 100).toFixed(1)} % within ${last[Math.floor((last.length - 1) * of)]!.toFixed(2)} ms`
console.log(`the last tenth of the inserts: ${[0.5, 0.99, 0.999, 1].map(share).join(', ')}`)
console.log(`${size()} bytes, ${(size() / rows).toFixed(1)} a row`)
const tables = db.prepare('SELECT name, sum(pgsize) AS bytes FROM dbstat GROUP BY name HAVING bytes > 40960 ORDER BY bytes DESC')
for (const { name, bytes } of tables.all()) console.log(`  ${String(name).padEnd(24)} ${(Number(bytes) / rows).toFixed(1).padStart(6)}`)
console.log(`  ${'free pages'.padEnd(24)} ${((number('PRAGMA freelist_count') * 4096) / rows).toFixed(1).padStart(6)}`)
db.close()
if (process.argv[4] === undefined) rmSync(folder, { recursive: true })
