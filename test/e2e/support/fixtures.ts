/** The files under `test/fixtures`, and what other programs say of them. */
import { readdirSync, readFileSync } from 'node:fs'

const FIXTURES = 'test/fixtures'

export interface Fact {
  file: string
  width: number | null
  height: number | null
  duration: number | null
}

export function facts(directory: string): Fact[] {
  return JSON.parse(readFileSync(`${FIXTURES}/${directory}/facts.json`, 'utf8'))
}

export function fixture(path: string): Buffer {
  return readFileSync(`${FIXTURES}/${path}`)
}

export function filesIn(directory: string): string[] {
  return readdirSync(`${FIXTURES}/${directory}`).filter((name) => !/^make\.sh$|\.json$/.test(name))
}

/** A name that no other test's file has. */
let counter = 0
export function unique(name: string): string {
  return `${Date.now().toString(36)}${(counter++).toString(36)}-${name}`
}
