/** Every header's parser: what must hold of any value, and the tokens that its values are made of. */
import { acceptableName, storedName } from '../../src/formats/file-name.ts'
import { FORMATS } from '../../src/formats/table.ts'
import { bearerToken } from '../../src/headers/bearer.ts'
import { evaluate, ifRangeMatches } from '../../src/headers/conditional.ts'
import { parseHttpDate } from '../../src/headers/date.ts'
import { digestHeader, sha256Of } from '../../src/headers/digest.ts'
import { contentDisposition, parseDisposition, parseFormDisposition } from '../../src/headers/disposition.ts'
import { linkHeader } from '../../src/headers/link.ts'
import { boundaryOf } from '../../src/headers/multipart.ts'
import { parseRange, resolveRange } from '../../src/headers/range.ts'

const ETAG = '"0123456789abcdef"'
const MODIFIED = new Date('2024-01-01T00:00:00Z')
const [jpeg] = FORMATS
const must = (holds: boolean, what: string) => {
  if (!holds) throw new Error(what)
}
const condition = (name: string) => (value: string) => {
  const headers = { get: (asked: string) => (asked === name ? value : null) }
  const answers = ['GET', 'DELETE'].map((method) => evaluate({ method, headers, etag: ETAG, lastModified: MODIFIED }))
  must(
    value.includes(ETAG) || value.trim() === '*' || answers.every((a) => a === (name === 'If-Match' ? 'precondition-failed' : 'proceed')),
    'a match',
  )
}

export interface Parser {
  /** Throws where what must hold of any value does not. */
  check(value: string): void
  /** What its values are made of. */
  tokens: string[]
  /** The longest value that it meets, in characters; 128 KiB is more than Cloudflare lets in. */
  most?: number
}
const DISPOSITION = [
  'attachment',
  'form-data',
  ';',
  'name',
  'filename',
  'filename*',
  '=',
  '"',
  '\\',
  "UTF-8''",
  "iso-8859-1'en'",
  '%41',
  '%c3%a9',
  '%',
  '%0d%0a',
  'é',
  'Ã©',
]
export const PARSERS: Record<string, Parser> = {
  'file name': {
    check: (value) => {
      const stored = storedName(value, jpeg!, FORMATS)
      must(stored === null || acceptableName(value, FORMATS), 'stored, though not acceptable')
    },
    tokens: ['/', '\\', '.', ' ', 'con', 'nul', '.jpg', '.mp3', '\u202e', '\ud800', 'e\u0301', '\u1100\u1161', '\0', '\r\n', '😀'],
  },
  'Content-Disposition of a request': {
    check: (value) => {
      const name = parseDisposition(value)
      must(name === null || name.length <= value.length, 'a name that was not there')
    },
    tokens: DISPOSITION,
  },
  'Content-Disposition of a part': {
    check: (value) => {
      const part = parseFormDisposition(value)
      must(part === null || (part.name?.length ?? 0) + (part.filename?.length ?? 0) <= value.length, 'a name that was not there')
    },
    tokens: DISPOSITION,
  },
  'Content-Disposition written': {
    check: (value) => {
      const header = contentDisposition('attachment', value)
      must(/^[ -~]*$/.test(header), 'not printable ASCII')
      must(parseDisposition(header) === value.replace(/\p{Cs}/gu, '\ufffd'), 'not read back as it was')
    },
    tokens: DISPOSITION,
    // A stored name has 200 bytes.
    most: 2048,
  },
  'Content-Type': {
    check: (value) => {
      const boundary = boundaryOf(value)
      must(boundary === null || /^[ -~]{1,70}$/.test(boundary), 'no boundary')
    },
    tokens: ['multipart/form-data', ';', 'boundary', '=', '"', '\\', 'a', '-', ' ', '\t', 'charset', ','],
  },
  Range: {
    check: (value) => {
      const range = parseRange(value)
      for (const size of [0, 1, 1000, Number.MAX_SAFE_INTEGER]) {
        if (range.kind === 'none') continue
        const part = resolveRange(range, size)
        if (part === 'unsatisfiable') continue
        must(
          part.offset >= 0 && part.length > 0 && part.offset + part.length <= size && Number.isSafeInteger(part.offset),
          'outside the file',
        )
      }
    },
    tokens: ['bytes', 'Bytes', '=', '-', ',', ' ', '0', '1', '9', '999', '9007199254740993', '1e3', '0x1', '+'],
  },
  'If-Match': { check: condition('If-Match'), tokens: ['"', 'W/', ETAG, ',', ' ', '*', 'a', '\t'] },
  'If-None-Match': { check: condition('If-None-Match'), tokens: ['"', 'W/', ETAG, ',', ' ', '*', 'a', '\t'] },
  'If-Range': {
    check: (value) => must(!ifRangeMatches(value, ETAG, MODIFIED) || value === ETAG || parseHttpDate(value) !== null, 'a match'),
    tokens: ['"', 'W/', ETAG, ',', ' ', '*', MODIFIED.toUTCString()],
  },
  'HTTP date': {
    check: (value) => {
      const seconds = parseHttpDate(value)
      must(seconds === null || (Number.isSafeInteger(seconds) && Math.abs(seconds) < 1e12), 'no time')
    },
    tokens: [
      'Sun',
      'Sunday',
      ',',
      ', ',
      ' ',
      '-',
      '06',
      ' 6',
      '31',
      'Nov',
      'Feb',
      '1994',
      '0000',
      '94',
      '08:49:37',
      '23:59:60',
      'GMT',
      ' GMT',
    ],
  },
  Authorization: {
    check: (value) => must(/^[A-Za-z0-9._~+/-]+=*$/.test(bearerToken(value) ?? 'null'), 'no token'),
    tokens: ['Bearer', 'bearer ', ' ', 'a', '=', '/', '+', ',', '\t', 'é', '\n'],
  },
  Link: {
    check: (value) => must(/^<[!-;=?-~]*>; rel="next"$/.test(linkHeader([{ url: value, rel: 'next' }])), 'no link'),
    tokens: ['https://', '/', '?', '&', '>', '<', '"', ';', ' ', '\r\n', 'é', '\ud800', '%'],
    // Of a request's URL.
    most: 16 * 1024,
  },
  Digest: {
    check: (value) => {
      let digest: string | null
      try {
        digest = sha256Of(value)
      } catch (error) {
        if (error instanceof RangeError) return
        throw error
      }
      if (digest === null) return
      must(/^[A-Za-z0-9+/]{43}=$/.test(digest) && sha256Of(digestHeader(digest)) === digest, 'no SHA-256')
    },
    tokens: [
      'sha-256',
      'SHA-256',
      'md5',
      '=',
      ':',
      ',',
      ';',
      ' ',
      `:${'A'.repeat(43)}=:`,
      `sha-256=:${'q'.repeat(42)}s=:`,
      '?1',
      '"',
      ';a="b"',
      '\n',
    ],
  },
}

/** What brings a parser to where it is costly. */
export const STARTS: Record<string, string> = {
  Range: 'bytes=0',
  Authorization: 'Bearer a',
  'Content-Disposition of a request': `attachment; filename="`,
  'Content-Disposition of a part': "form-data; name=a; filename*=UTF-8''",
  'Content-Type': 'multipart/form-data; boundary="',
  'If-Match': `"`,
  'If-None-Match': `${ETAG.replace('0', '1')},`,
  Digest: 'sha-256=:',
}
