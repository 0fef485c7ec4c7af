/** One operation of the reference: what it takes, what it answers, and how it is asked. */
import { COMMON_CORS } from '../describe/headers.ts'
import type { Components, Content, Document, Header, Method, Operation, Parameter, Ref, Response } from '../describe/types.ts'
import { type Html, html, type Part } from './html.ts'
import { inline, markdown } from './markdown.ts'
import { described, fields, typeOf } from './schema.ts'

const STATUS: Record<string, string> = {
  ...{ 200: 'OK', 201: 'Created', 204: 'No Content', 206: 'Partial Content', 304: 'Not Modified', 400: 'Bad Request', 401: 'Unauthorized' },
  ...{ 403: 'Forbidden', 404: 'Not Found', 405: 'Method Not Allowed', 408: 'Request Timeout', 409: 'Conflict', 412: 'Precondition Failed' },
  ...{ 413: 'Content Too Large', 416: 'Range Not Satisfiable', 422: 'Unprocessable Content', 429: 'Too Many Requests' },
  ...{ 500: 'Internal Server Error', 503: 'Service Unavailable' },
}

/** In every answer: said once, at the top. */
const COMMON: readonly string[] = COMMON_CORS

export function operation(document: Document, path: string, method: Method, told: Operation): Html {
  const { components, paths } = document
  const parameters = [...(paths[path]?.parameters ?? []), ...told.parameters]
    .filter((parameter) => !('$ref' in parameter))
    .map((parameter) => parameter as Parameter)
  return html`<section class="operation" aria-labelledby="${told.operationId}">
<h3 id="${told.operationId}">${told.summary} <a class="anchor" href="#${told.operationId}" aria-label="Link to ${told.summary}">#</a></h3>
<p class="route"><span class="method ${method}">${method.toUpperCase()}</span> <code>${path}</code>
<span class="scope">${access(told)}</span></p>
<div class="body"><div class="told">
${markdown(told.description.replace(/\n\nScope: .*$/, ''))}
${parameterTable(parameters, told.operationId)}
${told.requestBody && body(told.requestBody.description, told.requestBody.content)}
<h4>Answers</h4>
${Object.entries(told.responses).map(([status, response]) => answer(components, status, response))}
</div><div class="samples">
${told['x-codeSamples'].map(({ label, source }) => sample(label, source))}
${samples(told, components)}
</div></div></section>`
}

/** Who may ask. */
function access({ security }: Operation): Part {
  if (security.length === 0) return 'public'
  const scopes = security.flatMap((by) => Object.values(by)).flat()
  return scopes.length > 0 ? html`scope <code>${scopes.join(' ')}</code>` : 'any token'
}

function parameterTable(parameters: Parameter[], name: string): Part {
  if (parameters.length === 0) return null
  const rows = parameters.map(
    ({ name, in: where, schema, description, example }) => html`<tr><th scope="row"><code>${name}</code> <small>${where}</small></th>
<td>${described(schema, description, example)}</td></tr>`,
  )
  return html`<h4>Parameters</h4><table><caption class="hidden">Parameters of ${name}</caption><tbody>${rows}</tbody></table>`
}

function body(description: string, content: Record<string, Content>): Html {
  const kinds = Object.entries(content).map(([type, { schema = {} }]) => {
    const own = schema.properties ? fields(schema, type) : html`<p class="type">${typeOf(schema)}</p>`
    return html`<p><code>${type}</code>${typeof schema.description === 'string' && html`: ${inline(schema.description)}`}</p>${own}`
  })
  return html`<h4>Body</h4>${markdown(description)}${kinds}`
}

function answer(components: Components, status: string, response: Response | Ref): Html {
  const { description, headers, content = {} } = resolve(response, components.responses)
  const own = Object.entries(headers).filter(([, header]) => !COMMON.some((name) => '$ref' in header && header.$ref.endsWith(`/${name}`)))
  const errors = Object.values(content['application/json']?.examples ?? {}).map(({ summary }) => summary)
  const [first] = Object.entries(content)
  const types = Object.keys(content).map((type) => html`<code>${type}</code>`)
  return html`<details><summary><span class="status s${status.charAt(0)}">${status}</span> ${errors.length > 0 ? errors.join(' · ') : STATUS[status]}</summary>
${markdown(description)}
${first && html`<p class="type">${types.flatMap((type, i) => (i === 0 ? [type] : [', ', type]))}: ${typeOf(first[1].schema ?? {})}</p>`}
${own.length > 0 && headerTable(own, components, status)}
</details>`
}

export function headerTable(headers: [string, Header | Ref][], components: Components, of: string): Html {
  const rows = headers.map(([name, header]) => {
    const { required, description, schema, example } = resolve(header, components.headers)
    return html`<tr><th scope="row"><code>${name}</code>${!required && html` <small>optional</small>`}</th>
<td>${described(example === undefined ? schema : { type: 'string' }, description, example)}</td></tr>`
  })
  return html`<table><caption class="hidden">Headers of ${of}</caption><tbody>${rows}</tbody></table>`
}

/** The body that is sent and the one that comes back. */
function samples({ requestBody, responses }: Operation, components: Components): Part {
  const sent = requestBody?.content['application/json']?.example
  const [status, response] = Object.entries(responses)[0] ?? []
  const got = response && resolve(response, components.responses).content?.['application/json']?.example
  return [
    sent !== undefined && sample('Body', JSON.stringify(sent, null, 2)),
    got !== undefined && sample(`${status} ${STATUS[status ?? '']}`, JSON.stringify(got, null, 2)),
  ]
}

function sample(label: string, source: string): Html {
  return html`<figure><figcaption>${label}</figcaption><pre tabindex="0" aria-label="${label}"><code>${source}</code></pre></figure>`
}

export function resolve<T extends object>(value: T | Ref, among: Record<string, T>): T {
  if (!('$ref' in value)) return value
  const name = value.$ref.slice(value.$ref.lastIndexOf('/') + 1)
  const found = among[name]
  if (!found) throw new Error(`${value.$ref} is not there`)
  return found
}
