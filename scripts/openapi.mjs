// Writes src/openapi/generated from the contract, or with --check fails where what stands there is something else.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { buildDocument } from '../src/openapi/describe/document.ts'
import { renderPage } from '../src/openapi/page/page.ts'
import { STYLE } from '../src/openapi/page/style.ts'

const FOLDER = 'src/openapi/generated'

const sha256 = (text, encoding) => createHash('sha256').update(text).digest(encoding)
const tag = (text) => `"${sha256(text, 'hex').slice(0, 32)}"`
const escaped = (text) => text.replace(/[`\\]|\$\{/g, '\\$&')

const document = buildDocument(JSON.parse(readFileSync('package.json', 'utf8')).version)
const page = renderPage(document)
const files = {
  'openapi.json': `${JSON.stringify(document, null, 2)}\n`,
  'page.ts': `/** Made by \`npm run openapi\`. */
export const OPENAPI_ETAG = '${tag(JSON.stringify(document))}'
export const PAGE_ETAG = '${tag(page)}'
export const STYLE_SHA_256 = '${sha256(STYLE, 'base64')}'
export const PAGE = \`${escaped(page)}\`
`,
}

const stands = (file) => {
  try {
    return readFileSync(`${FOLDER}/${file}`, 'utf8')
  } catch {
    return null
  }
}

const stale = Object.entries(files).filter(([file, text]) => stands(file) !== text)
if (!process.argv.includes('--check')) {
  mkdirSync(FOLDER, { recursive: true })
  for (const [file, text] of stale) writeFileSync(`${FOLDER}/${file}`, text)
} else if (stale.length > 0) {
  console.error(`Not what the contract says now: ${stale.map(([file]) => `${FOLDER}/${file}`).join(', ')}. Run: npm run openapi`)
  process.exitCode = 1
}
