/** The OpenAPI document says what the app does, and all of it. */
import { describe, expect, it } from 'vitest'
import { version } from '../../package.json'
import * as contract from '../../src/contract/index.ts'
import { ERRORS, type ErrorName } from '../../src/errors.ts'
import { buildDocument } from '../../src/openapi/describe/document.ts'
import * as examples from '../../src/openapi/describe/examples.ts'
import { METHODS, type Operation, type Schema } from '../../src/openapi/describe/types.ts'
import generated from '../../src/openapi/generated/openapi.json'
import { isWellFormed } from '../../src/tokens/mint.ts'
import { makeToken, request, testApp } from '../support/app.ts'

const document = buildDocument(version)
const to = testApp()

const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  METHODS.flatMap((method) => (item[method] ? [{ path, method: method.toUpperCase(), told: item[method] }] : [])),
)
const asked = (path: string) => path.replaceAll(/\{\w+\}/g, '01890000-0000-7000-8000-000000000000')
const scopeOf = (told: Operation) => told.security.flatMap((by) => Object.values(by)).flat()

it('is what stands in the generated file', () => {
  expect(generated).toEqual(document)
})

describe('its paths and methods', () => {
  const routes = to.app.routes.filter(({ method }) => method !== 'ALL')

  it('are those of the app: none is missing, none is made up', () => {
    const served = routes.map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
    // Hono answers HEAD wherever there is a GET; where it differs, the document has it too.
    // Those of uploads take the method from a header, and so from Hono all: a 405 names them, below.
    const routed = operations.filter(({ path }) => !path.startsWith('/api/uploads'))
    const told = routed.filter(({ method }) => method !== 'HEAD').map(({ method, path }) => `${method} ${path}`)
    expect(told.sort()).toEqual([...new Set(served)].sort())
    for (const { path, method } of routed) if (method === 'HEAD') expect(told).toContain(`GET ${path}`)
  })

  it.each(Object.entries(document.paths))('are those that a 405 names: %s', async (path, item) => {
    const { status, headers } = await request(to, asked(path), { method: 'PUT', token: await makeToken() })
    expect(status).toBe(405)
    const methods = METHODS.filter((method) => item[method]).map((method) => method.toUpperCase())
    const allowed = (headers.get('Allow') ?? '').split(', ').filter((method) => method !== 'OPTIONS')
    expect(allowed).toEqual([...new Set(methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : method)))])
  })
})

describe('its security', () => {
  it.each(operations)('is that of the app: $method $path', async ({ path, method, told }) => {
    const [scope, ...more] = scopeOf(told)
    expect(more).toEqual([])
    const without = await request(to, asked(path), { method })
    expect(without.status === 401).toBe(told.security.length > 0)
    if (told.security.length === 0) return
    if (scope === undefined) {
      for (const any of contract.SCOPES)
        expect((await request(to, asked(path), { method, token: await makeToken([any]) })).status).toBe(200)
      return
    }
    const token = await makeToken(contract.SCOPES.filter((other) => other !== scope))
    const refused = await request(to, asked(path), { method, token })
    expect(refused.status).toBe(403)
    expect(refused.headers.get('WWW-Authenticate')).toBe(`Bearer error="insufficient_scope", scope="${scope}"`)
  })
})

describe('its errors', () => {
  const responses = [
    ...operations.flatMap(({ told }) => Object.entries(told.responses)),
    ...Object.values(document.components.responses).map((response) => ['', response] as const),
  ]
  const texts = responses.flatMap(([, response]) =>
    '$ref' in response ? [] : Object.values(response.content?.['application/json']?.examples ?? {}).map(({ value }) => value),
  )

  it('are all of the table, each with its exact text, and no others', () => {
    const told = new Set(texts.map((value) => (value as contract.ErrorBody).error))
    expect([...told].sort()).toEqual(
      Object.values(ERRORS)
        .map(([, text]) => text)
        .sort(),
    )
  })

  it.each(operations)('stand under their status: $method $path', ({ told }) => {
    for (const [status, response] of Object.entries(told.responses)) {
      const found = '$ref' in response ? document.components.responses[response.$ref.split('/').at(-1)!]! : response
      for (const [name, { value }] of Object.entries(found.content?.['application/json']?.examples ?? {})) {
        const [expected, text] = ERRORS[name as ErrorName]
        expect({ status, error: text }).toEqual({ status: String(expected), error: (value as contract.ErrorBody).error })
        expect(contract.errorBody.parse(value)).toEqual(value)
      }
    }
  })

  it('leave no response without a use, but for paths and methods that are not there', () => {
    const text = JSON.stringify(document.paths)
    const unused = Object.keys(document.components.responses).filter((name) => !text.includes(`#/components/responses/${name}"`))
    expect(unused).toEqual(['NotFound', 'MethodNotAllowed'])
  })
})

describe('its schemas', () => {
  const schemas = Object.entries(document.components.schemas)

  it.each(schemas)('say what each field means, and allow no other: %s', (_, schema) => {
    expect(schema.description).toBeTruthy()
    if (schema.type === 'object') expect(schema.additionalProperties).toBe(false)
    for (const [field, of] of Object.entries((schema.properties ?? {}) as Record<string, Schema>)) {
      expect(of.description, field).toBeTruthy()
    }
  })

  it('have examples that the contract takes', () => {
    expect(contract.media.parse(examples.media)).toEqual(examples.media)
    expect(contract.mediaList.parse(examples.mediaList)).toEqual(examples.mediaList)
    expect(contract.usage.parse(examples.usage)).toEqual(examples.usage)
    expect(contract.deleteOutcomes.parse(examples.deleteOutcomes)).toEqual(examples.deleteOutcomes)
    expect(contract.tokenList.parse(examples.tokenList)).toEqual(examples.tokenList)
    expect(contract.ownToken.parse(examples.ownToken)).toEqual(examples.ownToken)
    expect(contract.createdToken.parse(examples.createdToken)).toEqual(examples.createdToken)
    expect(contract.tokenRequest.parse(examples.tokenRequest)).toEqual(examples.tokenRequest)
    expect(isWellFormed(examples.createdToken.token)).toBe(true)
    expect(examples.createdToken.token.slice(-4)).toBe(examples.token.last_four)
  })
})

it('has a server that is right wherever it is deployed', () => {
  for (const { url } of document.servers) expect(new URL(url, 'https://any.example/api/openapi.json').href).toBe('https://any.example/')
})
