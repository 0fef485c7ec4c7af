/** What a request may say beside its body. Queries are the contract's. */
import * as z from 'zod'
import { MEDIA_ID, MEDIA_NAME, TOKEN_ID } from './examples.ts'
import type { Parameter, Ref, Schema } from './types.ts'

const REQUEST_ID = {
  name: 'X-Request-Id',
  in: 'header',
  description: 'Taken over as the name of this request.',
  schema: { type: 'string', pattern: '^[\\w=-]{1,255}$' },
} satisfies Parameter

/** Of every path. */
export const PARAMETERS = { RequestId: REQUEST_ID }
export const requestId: Ref = { $ref: '#/components/parameters/RequestId' }

const uuid = { type: 'string', format: 'uuid' }

export const mediaId: Parameter = {
  name: 'id',
  in: 'path',
  required: true,
  description: 'Of the record. What is no UUID is an id of nothing.',
  schema: uuid,
  example: MEDIA_ID,
}
export const tokenId: Parameter = {
  name: 'id',
  in: 'path',
  required: true,
  description: 'Of the token. What is no UUID is an id of nothing.',
  schema: uuid,
  example: TOKEN_ID,
}
export const fileName: Parameter = {
  name: 'name',
  in: 'path',
  required: true,
  description: 'The stored name, percent-encoded. Under another one the file is not there.',
  schema: { type: 'string' },
  example: MEDIA_NAME,
}

/** Strings of digits in the contract's query are whole numbers to who builds a request. */
const NUMBERS: Record<string, Schema> = { '^\\d{1,9}$': { type: 'integer', minimum: 1, maximum: 999_999_999 } }

/** @param said of each of the query's parameters what it means, and what JSON Schema can't take from zod */
export function query<T extends z.ZodObject>(
  schema: T,
  said: Record<keyof z.infer<T>, { description: string; schema?: Schema; example?: unknown }>,
): Parameter[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input' })
  return Object.entries(properties).map(([name, property]) => {
    const generated: Schema = { ...(property as Schema) }
    const { description, schema: more, ...example } = said[name as keyof typeof said]
    return { name, in: 'query', description, schema: { ...(NUMBERS[String(generated.pattern)] ?? generated), ...more }, ...example }
  })
}

export function header(name: string, description: string, schema: Schema = { type: 'string' }, example?: string): Parameter {
  return { name, in: 'header', description, schema, ...(example === undefined ? {} : { example }) }
}

/** Conditions on what is there (RFC 9110 §13). */
export const ifNoneMatch = header(
  'If-None-Match',
  '304 (412 of a change) where one of these tags is that of what is there; `*` is any.',
  { type: 'string' },
  '"3f0d1c5e8b7a49d2a6c1e0f4b8d7a635"',
)
export const ifMatch = header('If-Match', '412 where none of these tags is that of what is there.')
export const ifModifiedSince = header('If-Modified-Since', '304 where nothing changed since; not looked at beside `If-None-Match`.')
export const ifUnmodifiedSince = header('If-Unmodified-Since', '412 where something changed since; not looked at beside `If-Match`.')
