/** Whether an answer is one that the OpenAPI document describes, to the last field of its body. */
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { described, document } from '../../support/described.ts'
import type { Answer } from './answer.ts'

const ajv = new Ajv2020({ strict: false, allErrors: true })
addFormats.default(ajv)
ajv.addSchema(document, 'openapi', undefined, false)

/** @returns what differs; null where nothing does */
export function undescribed(method: string, path: string, answer: Answer): string | null {
  const { fault, content } = described(method, path, { ...answer, hasBody: answer.body.length > 0 })
  if (fault !== null || !content?.schema || method === 'HEAD') return fault
  if (!/^application\/json/.test(answer.headers.get('Content-Type') ?? '')) return null
  if (ajv.validate(absolute(content.schema), JSON.parse(answer.body.toString()))) return null
  return `${method} ${path.slice(0, 100)}: ${answer.status} ${ajv.errorsText()}`
}

/** A schema whose references are the document's. One each, for by its identity ajv knows what it has compiled. */
const absolutes = new WeakMap<object, object>()
function absolute(schema: object): object {
  const known = absolutes.get(schema)
  if (known) return known
  const made = JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"openapi#/'))
  absolutes.set(schema, made)
  return made
}
