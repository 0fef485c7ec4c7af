import { describe, expect, it } from 'vitest'
import { type Id, withIds } from '../../src/cli/deploy/config-ids.ts'

const DATABASE: Id = { table: 'd1_databases', binding: 'DB', name: 'database_id', value: 'uuid' }

describe('ids in wrangler.toml', () => {
  it('come behind the binding, and every other byte stays', () => {
    const toml =
      '# why\n[[d1_databases]] # the records\nbinding = "DB" # so\ndatabase_name = "x"\n\n[[kv_namespaces]]\nbinding = "TOKENS"\n'
    const namespace: Id = { table: 'kv_namespaces', binding: 'TOKENS', name: 'id', value: 'hex' }
    expect(withIds(toml, undefined, [DATABASE, namespace])).toBe(
      toml.replace('"DB" # so\n', '"DB" # so\ndatabase_id = "uuid"\n').replace('binding = "TOKENS"\n', 'binding = "TOKENS"\nid = "hex"\n'),
    )
  })

  it('go to the binding that is meant: another of the same table, the same of another environment', () => {
    const other = "[[d1_databases]]\n  binding = 'OTHER'\n"
    const preview = '[[env.preview.d1_databases]]\nbinding = "DB"\n'
    const own = '[[ d1_databases ]]\n  binding = "DB"\n'
    expect(withIds(other + preview + own, undefined, [DATABASE])).toBe(`${other}${preview}${own}  database_id = "uuid"\n`)
    expect(withIds(other + preview + own, 'preview', [DATABASE])).toBe(`${other}${preview}database_id = "uuid"\n${own}`)
  })

  it('are let be where they stand, and lines keep the ends that they have', () => {
    const there = '[[d1_databases]]\r\nbinding = "DB"\r\n'
    const twice = withIds(withIds(there, undefined, [DATABASE]), undefined, [{ ...DATABASE, value: 'another' }])
    expect(twice).toBe(`${there}database_id = "uuid"\r\n`)
  })

  it('have no place without the binding: that is said with the line that is missing', () => {
    for (const toml of ['', '[[d1_databases]]\nbinding = "OTHER"\n', '[[env.preview.d1_databases]]\nbinding = "DB"\n']) {
      expect(() => withIds(toml, undefined, [DATABASE])).toThrow('database_id = "uuid"')
    }
  })
})
