/** What the OpenAPI document says of an answer: of a route, or of what is none. For tests of both kinds; bodies are e2e's, whose ajv makes code. */
import type { Content, Document, Header, Method, Ref, Response } from '../../src/openapi/describe/types.ts'
import generated from '../../src/openapi/generated/openapi.json'

export const document = generated as unknown as Document

export interface Said {
  status: number
  headers: Headers
  hasBody: boolean
}

export interface Found {
  /** What the answer has that the document has not, or the other way round; null where they agree. */
  fault: string | null
  /** Of the body, where there should be one. */
  content: Content | null
}

/** Of the connection and what stands between; or (the last two) described by the content that an answer has. */
const OF_THE_MESSAGE = new Set([
  ...['connection', 'date', 'keep-alive', 'transfer-encoding', 'content-encoding'],
  ...['content-length', 'content-type'],
])

export function described(method: string, path: string, said: Said): Found {
  const pathname = path.replace(/[?#].*$/s, '')
  const fault = (text: string | null) => ({ fault: text && `${method} ${pathname.slice(0, 100)}: ${text}`, content: null })
  if (method === 'OPTIONS' && ofOtherOrigins(pathname))
    return fault(said.status === 204 && !said.hasBody ? null : 'a preflight is 204, without a body')
  const response = responsesOf(method, pathname)[said.status]
  if (!response) return fault(`no ${said.status} is described`)
  const type = said.headers.get('Content-Type')?.replace(/ *;.*$/s, '') ?? ''
  const differs = headersDiffer(response, said.headers) ?? contentDiffers(response, type, method, said)
  return differs === null ? { fault: null, content: response.content?.[type] ?? null } : fault(`${said.status} ${differs}`)
}

/** By status. */
function responsesOf(method: string, pathname: string): Record<string, Response> {
  const [, item] = Object.entries(document.paths).find(([template]) => matches(template, pathname)) ?? []
  const operation = item?.[method.toLowerCase() as Method] ?? (method === 'HEAD' ? item?.get : undefined)
  if (operation) return Object.fromEntries(Object.entries(operation.responses).map(([status, response]) => [status, resolve(response)]))

  const missing = item ? { 405: component('MethodNotAllowed', pathname) } : { 404: component('NotFound', pathname) }
  // A token is asked for before the method: where a path has a route without one, none of its methods wants it.
  const isPublic = item ? item.get?.security.length === 0 : !/^\/api(\/|$)/.test(pathname)
  if (isPublic) return missing
  return {
    ...missing,
    401: component('Unauthorized', pathname),
    429: component('TooManyRequests', pathname),
    500: component('Internal', pathname),
  }
}

/** Of a response of no operation: beyond the API and the files it says nothing of other origins. */
function component(name: string, pathname: string): Response {
  const response = resolve<Response>({ $ref: `#/components/responses/${name}` })
  if (ofOtherOrigins(pathname)) return response
  const headers = Object.entries(response.headers).filter(([header]) => !header.startsWith('Access-Control-'))
  return { ...response, headers: Object.fromEntries(headers) }
}

function ofOtherOrigins(pathname: string): boolean {
  return /^\/(api|media)(\/|$)/.test(pathname)
}

function matches(template: string, pathname: string): boolean {
  const [wanted, given] = [template.split('/'), pathname.split('/')]
  return wanted.length === given.length && wanted.every((part, i) => (part.startsWith('{') ? given[i] !== '' : part === given[i]))
}

function headersDiffer(response: Response, headers: Headers): string | null {
  for (const [name, header] of Object.entries(response.headers)) {
    const { required, schema } = resolve<Header>(header)
    const value = headers.get(name)
    if (value === null && required) return `has no ${name}`
    const fits = value === null || ('const' in schema ? value === schema.const : new RegExp(String(schema.pattern)).test(value))
    if (!fits) return `has ${name}: ${value}`
  }
  const known = new Set(Object.keys(response.headers).map((name) => name.toLowerCase()))
  const others = [...headers.keys()].filter((name) => !known.has(name) && !OF_THE_MESSAGE.has(name))
  return others.length > 0 ? `has ${others}, which is not described` : null
}

function contentDiffers({ content, headers }: Response, type: string, method: string, { hasBody, headers: given }: Said): string | null {
  if (!content) return hasBody || type ? 'has content, and none is described' : null
  // A body that is there for those who prefer it (RFC 7240).
  if ('Preference-Applied' in headers && !given.has('Preference-Applied')) return hasBody || type ? 'has content unasked' : null
  if (!content[type]) return `is of type ${type}`
  return method === 'HEAD' && hasBody ? 'has a body' : null
}

function resolve<T extends object>(value: T | Ref): T {
  if (!('$ref' in value)) return value
  const keys = value.$ref.slice('#/'.length).split('/')
  return keys.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], document) as T
}
