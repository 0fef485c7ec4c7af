/**
 * The console's static files, from `src/console` to `dist/console`: run by `npm ci`, `npm start` and every deployment.
 * Names hold a hash of what they name, so that browsers may keep them; a file that is there already is not written again,
 * for a server may be reading it.
 */
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const FROM = join(ROOT, 'src/console')
const TO = join(ROOT, 'dist/console')

/** @returns every file of `dist/console`: its path there, and its bytes */
export async function consoleFiles() {
  const { outputFiles, metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: { console: join(FROM, 'main.tsx') },
    outdir: join(TO, 'console'),
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    write: false,
    metafile: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: ['chrome123', 'firefox128', 'safari17.5'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    logLevel: 'warning',
  })
  const files = new Map(outputFiles.map(({ path, contents }) => [relative(TO, path).replaceAll('\\', '/'), Buffer.from(contents)]))
  for (const name of await readdir(join(FROM, 'public'))) files.set(name, await readFile(join(FROM, 'public', name)))
  const html = await readFile(join(FROM, 'index.html'), 'utf8')
  files.set('index.html', Buffer.from(html.replace('<!-- files -->', tags(metafile).join('\n    '))))
  return files
}

/** What the page loads at once. */
function tags({ outputs }) {
  const url = (path) => `/${relative('dist/console', path).replaceAll('\\', '/')}`
  const [script, entry] = Object.entries(outputs).find(([, output]) => output.entryPoint?.endsWith('main.tsx'))
  const chunks = entry.imports.filter(({ kind }) => kind === 'import-statement').map(({ path }) => path)
  return [
    `<link rel="stylesheet" href="${url(entry.cssBundle)}" />`,
    ...chunks.map((path) => `<link rel="modulepreload" href="${url(path)}" />`),
    `<script type="module" src="${url(script)}"></script>`,
  ]
}

async function write(files) {
  for (const [name, bytes] of files) {
    const path = join(TO, name)
    const there = await readFile(path).catch(() => null)
    if (there?.equals(bytes)) continue
    await mkdir(dirname(path), { recursive: true })
    // Whole or not at all, for another process may be reading.
    await writeFile(`${path}.${process.pid}`, bytes)
    await rename(`${path}.${process.pid}`, path)
  }
  for (const entry of await readdir(TO, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile() && !files.has(relative(TO, path).replaceAll('\\', '/'))) await rm(path, { force: true })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  try {
    await write(await consoleFiles())
  } catch (error) {
    // What esbuild finds in the source it has printed itself.
    if (!error.errors) console.error(error)
    process.exitCode = 1
  }
