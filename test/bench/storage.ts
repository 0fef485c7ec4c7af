/**
 * D1's bytes per record and time per insert, on SQLite with the product's migrations and inserts (`store/catalog.ts`).
 * `node --experimental-strip-types test/bench/storage.ts [rows] [rows a transaction] [file]`: 100,000 and 1 unless given.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { v7 as uuidv7 } from 'uuid'
import { fold, grams } from '../../src/store/search.ts'

const rows = Number(process.argv[2] ?? 100_000)
const perTransaction = Number(process.argv[3] ?? 1)
const folder = mkdtempSync(join(tmpdir(), 'storage-'))
const file = process.argv[4] ?? join(folder, 'd1.sqlite')

/** Numbers that are the same in each run (mulberry32). */
let state = 20_260_412
function random(below: number): number {
  state = (state + 0x6d2b79f5) | 0
  let t = Math.imul(state ^ (state >>> 15), 1 | state)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below)
}
const pick = <T>(of: readonly T[]) => of[random(of.length)]!
const digits = (count: number) => String(random(10 ** count)).padStart(count, '0')

const WORDS = (
  'annual report quarterly budget invoice contract draft final signed review meeting minutes agenda summer holiday family portrait ' +
  'garden city night market kitchen recipe wedding birthday mountain river coast autumn winter spring product launch website banner ' +
  'header logo campaign customer interview research proposal project plan schedule inventory delivery receipt insurance policy tax ' +
  'statement payroll training onboarding handbook guideline safety architecture diagram floor model prototype sketch concept storyboard ' +
  'trailer teaser episode podcast chapter lecture workshop webinar keynote slides résumé Übersicht façade niño Straße overview summary'
).split(' ')
const words = (count: number) => Array.from({ length: count }, () => pick(WORDS)).join(' ')
const day = () => `${2018 + random(9)}${String(1 + random(12)).padStart(2, '0')}${String(1 + random(28)).padStart(2, '0')}`
const time = () => `${String(random(24)).padStart(2, '0')}${String(random(60)).padStart(2, '0')}${String(random(60)).padStart(2, '0')}`

/** Half pictures, a third documents, the rest video and audio: what cameras, phones, offices and people call their files. */
const NAMES = [
  ...Array(3).fill(['image', 'image/jpeg', () => `IMG_${day()}_${time()}.jpg`]),
  ['image', 'image/jpeg', () => `PXL_${day()}_${time()}${digits(3)}.MP.jpg`],
  ['image', 'image/jpeg', () => `${words(3)} ${1 + random(400)}.jpg`],
  ['image', 'image/png', () => `Screenshot ${2018 + random(9)}-${digits(2)}-${digits(2)} at ${digits(2)}.${digits(2)}.${digits(2)}.png`],
  ['file', 'application/pdf', () => `${words(3)} ${2018 + random(9)} final v${1 + random(9)}.pdf`],
  ['file', 'application/pdf', () => `${pick(['invoice', 'receipt', 'order'])}-${2018 + random(9)}-${digits(6)}-${pick(WORDS)}.pdf`],
  ['file', 'application/msword', () => `${words(4)}.docx`],
  ['file', 'application/vnd.ms-excel', () => `${words(2)} Q${1 + random(4)} ${2018 + random(9)}.xlsx`],
  ['video', 'video/mp4', () => `VID_${day()}_${time()}.mp4`],
  ['audio', 'audio/mpeg', () => `${String(1 + random(20)).padStart(2, '0')} - ${words(3)}.mp3`],
] as [type: 'image' | 'file' | 'video' | 'audio', mime: string, name: () => string][]

const db = new DatabaseSync(file)
// As a Durable Object's SQLite has it, but for the disk's own flush: what is timed is SQLite's work.
db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF')
const migrations = readdirSync('migrations').filter((name) => name.endsWith('.sql'))
for (const name of migrations.sort()) db.exec(readFileSync(join('migrations', name), 'utf8').replaceAll('--> statement-breakpoint', ''))

const media = db.prepare(
  `INSERT INTO media (id, type, mime_type, name, stored_name, name_folded, size, width, height, duration, created_by, created_at, updated_at)
   VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *`,
)
const shortGrams = Object.fromEntries(
  ['image', 'video', 'audio', 'file'].map((type) => [
    type,
    db.prepare(`INSERT INTO media_grams (rowid, ${type}) VALUES (last_insert_rowid(), ?)`),
  ]),
)
const USERS = Array.from({ length: 50 }, () => uuidv7({ random: randomBytes(16) }))
const start = Date.UTC(2026, 3, 12)
let nameBytes = 0
const milliseconds: number[] = []
for (let at = 0; at < rows; at += perTransaction) {
  const batch = Array.from({ length: Math.min(perTransaction, rows - at) }, (_, i) => {
    const [type, mime, make] = pick(NAMES)
    const name = make()
    const [visual, timed] = [type === 'image' || type === 'video', type === 'video' || type === 'audio']
    const msecs = start + (at + i) * 60
    const seconds = Math.floor(msecs / 1000)
    nameBytes += Buffer.byteLength(name)
    const facts = [
      random(8_000_000),
      visual ? 640 + random(4000) : null,
      visual ? 480 + random(3000) : null,
      timed ? random(1e7) / 1000 : null,
    ]
    const folded = fold(name)
    return {
      type,
      values: [uuidv7({ msecs }), type, mime, name, name, folded, ...facts, pick(USERS), seconds, seconds],
      grams: grams(folded),
    }
  })
  const began = performance.now()
  db.exec('BEGIN')
  for (const { type, values, grams } of batch) {
    media.get(...values)
    shortGrams[type]!.run(grams)
  }
  db.exec('COMMIT')
  milliseconds.push(performance.now() - began)
  if (process.env.PROGRESS && at % 1_000_000 < perTransaction) console.error(at, size())
}
const last = milliseconds.slice(-Math.ceil(milliseconds.length / 10)).sort((a, b) => a - b)
const quantile = (share: number) => (last[Math.floor(last.length * share)]! / perTransaction).toFixed(3)
const sum = last.reduce((a, b) => a + b) / last.length / perTransaction

function size(): number {
  const [{ page_count }, { page_size }] = [db.prepare('PRAGMA page_count').get(), db.prepare('PRAGMA page_size').get()] as [
    { page_count: number },
    { page_size: number },
  ]
  return page_count * page_size
}

console.log(
  `${rows} rows, ${perTransaction} a transaction, names of ${(nameBytes / rows).toFixed(1)} bytes, migrations ${migrations.length}`,
)
console.log(
  `an insert, last tenth: mean ${sum.toFixed(3)} ms, median ${quantile(0.5)}, 99 % ${quantile(0.99)}, longest ${last.at(-1)!.toFixed(1)}`,
)
console.log(`database ${size()} bytes, ${(size() / rows).toFixed(1)} a row`)
for (const { name, bytes, used } of db
  .prepare('SELECT name, sum(pgsize) AS bytes, sum(payload) AS used FROM dbstat GROUP BY name HAVING bytes > 40960 ORDER BY bytes DESC')
  .all() as { name: string; bytes: number; used: number }[]) {
  console.log(`  ${name.padEnd(28)} ${(bytes / rows).toFixed(1).padStart(7)} bytes a row (payload ${(used / rows).toFixed(1)})`)
}
const { freelist_count } = db.prepare('PRAGMA freelist_count').get() as { freelist_count: number }
console.log(`  free pages                   ${((freelist_count * 4096) / rows).toFixed(1).padStart(7)} bytes a row`)
db.exec('VACUUM')
console.log(`after VACUUM ${(size() / rows).toFixed(1)} bytes a row`)
db.close()
if (!process.argv[4]) rmSync(folder, { recursive: true })
else console.log(`${file}: ${statSync(file).size} bytes`)
