/** A library as a real one looks: pictures and documents, sound and film, under the names that people give them. */
import type { Media } from '../../src/contract/index.ts'
import { fixture } from '../e2e/support/fixtures.ts'
import { FILMS, film } from './films.ts'
import { keeper } from './kept.ts'
import { PICTURES } from './pictures.ts'
import { render } from './render.ts'

export interface DemoFile {
  name: string
  bytes: Buffer
  alt?: string
}

/** @param after of how many pictures it stands in the list */
interface Other {
  name: string
  after: number
  /** A fixture; films have none. */
  from?: string
  times?: number
}

/** Frames without a header may be repeated: so a sound of three seconds lasts as long as a podcast does. */
const OTHERS: Other[] = [
  { name: 'Annual report 2025.pdf', after: 3, from: 'pdf/libreoffice.pdf' },
  { name: 'product-teaser.mp4', after: 5 },
  { name: 'podcast-episode-12.mp3', after: 7, from: 'mp3/bare-cbr-mpeg2-8k.mp3', times: 812 },
  { name: 'price-list.xlsx', after: 9, from: 'excel/xlsxwriter.xlsx' },
  { name: 'Interview guidelines.docx', after: 12, from: 'word/python-docx.docx' },
  { name: 'drone-flight-take-3.mp4', after: 14 },
  { name: 'Brand guidelines v3.pdf', after: 17, from: 'pdf/ghostscript.pdf' },
  { name: 'theme-music.mp3', after: 19, from: 'mp3/bare-cbr-32000.mp3', times: 76 },
  { name: 'Budget 2026.xls', after: 22, from: 'excel/table.xls' },
  { name: 'Terms of use.doc', after: 24, from: 'word/report.doc' },
  { name: 'jingle.mp3', after: 26, from: 'mp3/lame-cbr-128.mp3' },
  { name: 'phone-clip.mp4', after: 28 },
  { name: 'Invoice 2026-0417.pdf', after: 30, from: 'pdf/printer-job.pdf' },
]

/** Whose uploads they are, by the tokens that a site would have. */
const PEOPLE = [
  {
    name: 'Mara, editorial',
    description: 'Uploads for the magazine',
    user_id: 'mara',
    scopes: ['media:read', 'media:create', 'media:update'],
  },
  { name: 'Website', description: 'Reads the library when the site is built', user_id: 'website', scopes: ['media:read'] },
  { name: 'Jonas, photographer', description: null, user_id: 'jonas', scopes: ['media:create'], expires_in: 30 * 86_400 },
  { name: 'Nightly backup', description: 'cron on the office server', user_id: 'backup', scopes: ['media:read'], expires_in: 365 * 86_400 },
  { name: 'visitor 17', description: null, user_id: 'visitor-17', scopes: ['media:create'], expires_in: 600 },
]

/** As a list shows them: the first is the newest. */
export async function demoFiles(): Promise<DemoFile[]> {
  const keep = await keeper()
  const pictures = await render(PICTURES, keep)
  const films = await film(FILMS, pictures, keep)
  const files: DemoFile[] = []
  PICTURES.forEach(({ name, alt }, i) => {
    for (const other of OTHERS)
      if (other.after === i)
        files.push({ name: other.name, bytes: other.from ? repeated(other.from, other.times) : films.get(other.name)! })
    files.push({ name, bytes: pictures.get(name)!, ...(alt ? { alt } : {}) })
  })
  return files
}

function repeated(path: string, times = 1): Buffer {
  return Buffer.concat(Array(times).fill(fixture(path)))
}

export interface Library {
  url: string
  token: string
  /** By the names in `demoFiles`. */
  media: Map<string, Media>
}

/** @param token with all rights */
export async function fillLibrary(url: string, token: string): Promise<Library> {
  const uploaders = [token]
  for (const person of PEOPLE) {
    const made = await send<{ token: string }>(url, token, 'POST', '/api/tokens', json(person))
    if (person.scopes.includes('media:create')) uploaders.push(made.token)
  }
  const media = new Map<string, Media>()
  let turn = 0
  for (const { name, bytes, alt } of (await demoFiles()).reverse()) {
    const uploader = uploaders[turn++ % uploaders.length]!
    const made = await send<Media>(url, uploader, 'POST', `/api/media?name=${encodeURIComponent(name)}`, { body: new Uint8Array(bytes) })
    media.set(name, alt ? await send<Media>(url, token, 'PATCH', `/api/media/${made.id}`, json({ alt })) : made)
  }
  return { url, token, media }
}

/** What an earlier run put there. */
export async function knownLibrary(url: string, token: string): Promise<Library> {
  const { data } = await send<{ data: Media[] }>(url, token, 'GET', '/api/media?page_size=100')
  return { url, token, media: new Map(data.map((media) => [media.name, media])) }
}

function json(value: unknown): { body: string; headers: Record<string, string> } {
  return { body: JSON.stringify(value), headers: { 'Content-Type': 'application/json' } }
}

interface Sent {
  body?: string | Uint8Array<ArrayBuffer>
  headers?: Record<string, string>
}

async function send<T>(url: string, token: string, method: string, path: string, { body, headers }: Sent = {}): Promise<T> {
  const answer = await fetch(url + path, { method, headers: { Authorization: `Bearer ${token}`, ...headers }, ...(body ? { body } : {}) })
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as T
}
