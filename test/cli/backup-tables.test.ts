import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { BACKED_UP, FTS5_PARTS, NOT_BACKED_UP } from '../../src/cli/backup/tables.ts'

it('every table is backed up, or is named with the reason why not', async () => {
  const sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_cf_%'"
  const { results } = await env.DB.prepare(sql).all<{ name: string }>()
  const names = results.map(({ name }) => name)
  const parts = names.filter((name) => FTS5_PARTS.test(name) && names.includes(name.replace(FTS5_PARTS, '')))
  const listed = [...BACKED_UP, ...Object.keys(NOT_BACKED_UP)]
  expect(names.filter((name) => !parts.includes(name) && !listed.includes(name))).toEqual([])
  expect(listed.filter((name) => !names.includes(name))).toEqual([])
  expect(new Set(listed).size).toBe(listed.length)
})
