/** Whether an answer is one that the OpenAPI document describes: of a route, or of what is none. */
import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { Document, Header, Method, Ref, Response } from '../../../src/openapi/describe/types.ts'
import type { Answer } from './answer.ts'

export const document: Document = JSON.parse(readFileSync('src/openapi/generated/openapi.json', 'utf8'))

/** Of the connection, or (the last two) described by the content that an answer has. */
const OF_THE_MESSAGE = new Set(['connection', 'date', 'keep-alive', 'transfer-encoding', 'content-length', 'content-type'])

const ajv = new Ajv2020({ strict: false, allErrors: true })
addFormats.default(ajv)
ajv.addSchema(document, 'openapi', undefined, false)

/** @returns what the document does not say; null where the answer is as described */
export function undescribed(method: string, path: string, answer: Answer): string | null {
  const pathname = path.replace(/[?#].*$/s, '')
  if (method === 'OPTIONS' && /^\/(api|media)(\/|$)/.test(pathname)) {
    return answer.status === 204 && answer.body.length === 0 ? null : 'a preflight is 204 without a body'
  }
  const { responses, where } = responsesOf(method, pathname)
  const response = responses[answer.status]
  if (!response) return `${where} has no ${answer.status}`
  return headersDiffer(response, answer, where) ?? bodyDiffers(response, answer, method, `${where} ${answer.status}`)
}

interface Described {
  responses: Record<string, Response>
  /** As `paths` has it, or why it is there not. */
  where: string
}

function responsesOf(method: string, pathname: string): Described {
  const of = (...names: string[]) => Object.fromEntries(names.map((name) => [STATUS[name], forOrigins(component(name), pathname)]))
  const [template, item] = Object.entries(document.paths).find(([template]) => matches(template, pathname)) ?? []
  const operation = item?.[method.toLowerCase() as Method] ?? (method === 'HEAD' ? item?.get : undefined)
  if (operation) {
    const responses = Object.entries(operation.responses).map(([status, response]) => [status, resolve(response)])
    return { responses: Object.fromEntries(responses), where: `${method} ${template}` }
  }
  // A token comes before the route: where a path has one without a token, it has no 401 for other methods either.
  const isPublic = item
    ? Object.values(item).some((told) => 'security' in told && told.security.length === 0)
    : !/^\/api(\/|$)/.test(pathname)
  const missing = item ? 'MethodNotAllowed' : 'NotFound'
  return {
    responses: of(missing, ...(isPublic ? [] : ['Unauthorized', 'TooManyRequests'])),
    where: `${method} ${template ?? 'of no path'}`,
  }
}

/** Of the responses of no operation. */
const STATUS: Record<string, number> = { NotFound: 404, MethodNotAllowed: 405, Unauthorized: 401, TooManyRequests: 429 }

function component(name: string): Response {
  return resolve<Response>({ $ref: `#/components/responses/${name}` })
}

/** Beyond the API and the files nothing is said of other origins. */
function forOrigins(response: Response, pathname: string): Response {
  if (/^\/(api|media)(\/|$)/.test(pathname)) return response
  const headers = Object.entries(response.headers).filter(([name]) => !name.startsWith('Access-Control-'))
  return { ...response, headers: Object.fromEntries(headers) }
}

function matches(template: string, pathname: string): boolean {
  const [wanted, given] = [template.split('/'), pathname.split('/')]
  return wanted.length === given.length && wanted.every((part, i) => (part.startsWith('{') ? given[i] !== '' : part === given[i]))
}

function headersDiffer({ headers }: Response, answer: Answer, where: string): string | null {
  for (const [name, header] of Object.entries(headers)) {
    const { required, schema } = resolve<Header>(header)
    const value = answer.headers.get(name)
    if (value === null && required) return `${where} ${answer.status} has no ${name}`
    if (value !== null && !ajv.validate(schema, value)) return `${where} ${answer.status} has ${name}: ${value}`
  }
  const described = new Set(Object.keys(headers).map((name) => name.toLowerCase()))
  const others = [...answer.headers.keys()].filter((name) => !described.has(name) && !OF_THE_MESSAGE.has(name))
  return others.length > 0 ? `${where} ${answer.status} has ${others}, which the document has not` : null
}

function bodyDiffers({ content }: Response, answer: Answer, method: string, where: string): string | null {
  const type = answer.headers.get('Content-Type')?.replace(/ *;.*$/s, '') ?? null
  if (!content) return answer.body.length === 0 && type === null ? null : `${where} has a body`
  if (type === null || !content[type]) return `${where} is of type ${type}`
  if (method === 'HEAD' || type !== 'application/json') return null
  const { schema = {} } = content[type]
  return ajv.validate(absolute(schema), JSON.parse(answer.body.toString())) ? null : `${where}: ${ajv.errorsText()}`
}

function resolve<T extends object>(value: T | Ref): T {
  if (!('$ref' in value)) return value
  const path = value.$ref.slice('#/'.length).split('/')
  return path.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], document) as T
}

/** A schema's references are the document's, from wherever it is compiled. Kept, for ajv knows what it compiled by its identity. */
const absolutes = new WeakMap<object, object>()
function absolute(schema: object): object {
  const known = absolutes.get(schema)
  if (known) return known
  const made = JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"openapi#/'))
  absolutes.set(schema, made)
  return made
}
