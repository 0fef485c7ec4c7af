/** A copy of this checkout that a deployment may write its ids into. */
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Ended, ended } from '../cli.ts'

/** What a deployment reads; the rest is linked or left out. */
const COPIED = ['src', 'migrations', 'scripts', 'package.json', 'wrangler.toml', 'tsconfig.json']

export class Checkout {
  readonly folder: string

  private constructor(folder: string) {
    this.folder = folder
  }

  static async make(): Promise<Checkout> {
    const folder = await mkdtemp(join(tmpdir(), 'media-api-checkout-'))
    await Promise.all(COPIED.map((name) => cp(name, join(folder, name), { recursive: true })))
    await symlink(resolve('node_modules'), join(folder, 'node_modules'), 'junction')
    return new Checkout(folder)
  }

  config(): Promise<string> {
    return readFile(join(this.folder, 'wrangler.toml'), 'utf8')
  }

  async edit(change: (toml: string) => string): Promise<void> {
    await writeFile(join(this.folder, 'wrangler.toml'), change(await this.config()))
  }

  /** `npm run -s <script> -- <args>`, by a person at home: no CI. */
  run(script: string, args: string[], env: Record<string, string>): Promise<Ended> {
    return ended('npm', ['run', '-s', script, '--', ...args], { CI: '', WORKERS_CI: '', ...env }, this.folder)
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true })
  }
}
