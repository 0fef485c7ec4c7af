/** The contract's zod schemas as JSON Schema, each under its name; what a field means is said here, beside the types that have it. */
import * as z from 'zod'
import {
  amount,
  type CreatedToken,
  createdToken,
  type DeleteOutcome,
  type DeleteRequest,
  deleteOutcome,
  deleteOutcomes,
  deleteRequest,
  type ErrorBody,
  errorBody,
  type Health as HealthBody,
  health,
  type Media,
  type MediaList,
  type MediaPatch as MediaPatchBody,
  media,
  mediaList,
  mediaPatch,
  mediaSort,
  mediaType,
  type OwnToken,
  ownToken,
  scope,
  type TokenRequest,
  token,
  tokenList,
  tokenRequest,
  type Usage,
  usage,
} from '../../contract/index.ts'
import { listMeta } from '../../contract/paging.ts'
import { timestamp } from '../../contract/timestamp.ts'
import { FORMATS } from '../../formats/table.ts'
import type { Ref, Schema } from './types.ts'

const CONTRACT = {
  Media: media,
  MediaList: mediaList,
  MediaType: mediaType,
  MediaPatch: mediaPatch,
  MediaSort: mediaSort,
  Usage: usage,
  Amount: amount,
  DeleteRequest: deleteRequest,
  DeleteOutcomes: deleteOutcomes,
  DeleteOutcome: deleteOutcome,
  Token: token,
  TokenList: tokenList,
  TokenRequest: tokenRequest,
  CreatedToken: createdToken,
  OwnToken: ownToken,
  Scope: scope,
  ListMeta: listMeta,
  Timestamp: timestamp,
  Error: errorBody,
  Health: health,
} as const satisfies Record<string, z.ZodType>

export type SchemaName = keyof typeof CONTRACT

const DESCRIPTIONS: Record<SchemaName, string> = {
  Media: 'A file and what its bytes say of it. What does not apply, or cannot be read, is `null`.',
  MediaList: 'A page of media, newest record first unless another order is asked for.',
  MediaType: 'What kind of file it is, by its bytes.',
  MediaPatch: 'What is to be changed of a record.',
  MediaSort:
    'By what a list is ordered: when a record was made, its name (in lower case, by code points), its size. `-` is the other way round.',
  Usage: 'What there is, by type and in all.',
  Amount: 'Of records.',
  DeleteRequest: 'What is to be deleted.',
  DeleteOutcomes: 'What became of each, in the order asked.',
  DeleteOutcome: 'What became of one, as a `DELETE` of it would be answered.',
  Token: 'A token, without its secret.',
  TokenList: 'A page of tokens, newest first.',
  TokenRequest: 'What a token is made from. It can have `expires_at` or `expires_in`, not both; without either it does not expire.',
  CreatedToken: 'A token with its secret, which is shown this once.',
  OwnToken: 'What a token may know of itself, whatever its scopes.',
  Scope: 'A right of a token.',
  ListMeta: 'Where a page stands.',
  Timestamp: 'UTC, ISO 8601 with `Z`, to the second.',
  Error: 'Every answer that is not a success.',
  Health: 'That the service is well.',
}

type Fields<T> = Record<keyof T, string>

const TOKEN: Fields<CreatedToken> = {
  id: 'UUIDv7. A rotation keeps it.',
  name: 'What it is for.',
  description: 'More of that.',
  scopes: 'What it may do.',
  user_id: 'Whose it is: `created_by` of what it uploads.',
  created_at: 'When it was made.',
  expires_at: 'From when on it is refused; `null`: never.',
  last_four: 'The last four characters of the secret, to know it by.',
  token: 'The secret. Only its hash is kept.',
}

const FIELDS: Partial<Record<SchemaName, Record<string, string>>> = {
  Media: {
    id: 'UUIDv7: sortable by time.',
    name: 'File name, as it is stored.',
    type: 'Which of the four types.',
    mime_type: `By the bytes, never as declared: ${[...new Set(FORMATS.map(({ mimeType }) => `\`${mimeType}\``))].join(', ')}.`,
    size: 'Bytes.',
    path: 'Key in the bucket: `media/<id>/<stored name>`.',
    url: 'Where everybody can fetch the bytes, until the record is deleted.',
    width: 'Pixels as displayed (a rotation is applied); of images and video.',
    height: 'Pixels as displayed; of images and video.',
    duration: 'Seconds; of video and audio.',
    alt: 'Alternative text, as its editors wrote it.',
    created_at: 'When the record was made.',
    updated_at: 'When it was changed last.',
    created_by: 'User of the token that uploaded it.',
  } satisfies Fields<Media>,
  MediaPatch: {
    name: 'By the rules of an upload.',
    alt: '`null` takes it away.',
  } satisfies Fields<MediaPatchBody>,
  MediaList: { data: 'The records; `[]` past the end.', meta: 'The page.' } satisfies Fields<MediaList>,
  Usage: {
    image: 'Of images.',
    video: 'Of video.',
    audio: 'Of audio.',
    file: 'Of documents.',
    total: 'Of all.',
  } satisfies Fields<Usage>,
  Amount: { count: 'How many there are.', bytes: 'How many bytes their files have.' } satisfies Fields<Usage['total']>,
  DeleteRequest: { ids: 'Of records, none twice. What is no UUID is an id of nothing.' } satisfies Fields<DeleteRequest>,
  DeleteOutcomes: { data: 'One for each id.' },
  DeleteOutcome: {
    id: 'As it was asked.',
    status: '204: it is gone. 404: there is no such record. 500: its bytes could not be removed; a retry goes on from there.',
    error: 'Where it is not gone: the text that a `DELETE` would give.',
  } satisfies Fields<Required<DeleteOutcome>>,
  Token: omit(TOKEN, 'token'),
  CreatedToken: TOKEN,
  OwnToken: { id: TOKEN.id, scopes: TOKEN.scopes, user_id: TOKEN.user_id, expires_at: TOKEN.expires_at } satisfies Fields<OwnToken>,
  TokenList: { data: 'The tokens that have not expired; `[]` past the end.', meta: 'The page.' } satisfies Fields<MediaList>,
  TokenRequest: {
    name: TOKEN.name,
    description: TOKEN.description,
    scopes: 'What it may do: nothing that its maker may not.',
    user_id: "Whose it is; the maker's own unless given. Visible ASCII.",
    expires_at: 'When it ends, at least 60 seconds ahead.',
    expires_in: 'In how many seconds it ends.',
  } satisfies Fields<TokenRequest>,
  ListMeta: {
    total: 'All that the filters let through, exactly.',
    page: 'This page, from 1.',
    page_size: 'How many a page has at most.',
  } satisfies Fields<MediaList['meta']>,
  Error: {
    error: 'One of the texts that the operation lists, word for word.',
    details: 'What of the query or body does not fit, where that is known: `path` names the field (empty for the whole).',
  } satisfies Fields<Required<ErrorBody>>,
  Health: { status: 'The tables are there and the database answers.' } satisfies Fields<HealthBody>,
}

/** What zod checks by code, and so can't say itself. */
const ADDED: Partial<Record<SchemaName, Record<string, Schema>>> = {
  TokenRequest: { scopes: { uniqueItems: true } },
  MediaPatch: { alt: { maxLength: 2000 } },
  DeleteRequest: { ids: { uniqueItems: true } },
}

export function ref(name: SchemaName): Ref {
  return { $ref: `#/components/schemas/${name}` }
}

export function schemas(): Record<SchemaName, Schema> {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(CONTRACT)) registry.add(schema, { id })
  const { schemas: generated } = z.toJSONSchema(registry, {
    uri: (id) => ref(id as SchemaName).$ref,
    override: ({ jsonSchema }) => dropUnbounded(jsonSchema),
  })
  const names = Object.keys(CONTRACT) as SchemaName[]
  return Object.fromEntries(names.map((name) => [name, described(name, generated[name] ?? {})])) as Record<SchemaName, Schema>
}

function described(name: SchemaName, generated: Schema): Schema {
  const { $schema, $id, properties, ...rest } = generated
  const fields = Object.entries((properties ?? {}) as Record<string, Schema>).map(([field, schema]) => {
    const description = FIELDS[name]?.[field]
    return [field, { description, ...schema, ...ADDED[name]?.[field] }] as const
  })
  return { description: DESCRIPTIONS[name], ...rest, ...(properties ? { properties: Object.fromEntries(fields) } : {}) }
}

/** What JavaScript can count to is no bound that a client need know. */
function dropUnbounded(schema: Schema): void {
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum
}

function omit<T extends object, K extends keyof T & string>(from: T, key: K): Omit<T, K> {
  return Object.fromEntries(Object.entries(from).filter(([name]) => name !== key)) as Omit<T, K>
}
