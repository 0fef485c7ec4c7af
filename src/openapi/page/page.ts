/** The reference page: the document as one HTML page without a script and without another origin. */
import { COMMON_CORS, HEADERS } from '../describe/headers.ts'
import { type Document, METHODS, type Method, type Operation, type Schema } from '../describe/types.ts'
import { Html, html, type Part } from './html.ts'
import { markdown } from './markdown.ts'
import { headerTable, operation } from './operation.ts'
import { fields, limitsOf, schemaId, typeOf } from './schema.ts'
import { STYLE } from './style.ts'

interface Route {
  path: string
  method: Method
  told: Operation
}

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='4' fill='%230b57c4'/%3E%3Cpath d='M4 11V5l4 4 4-4v6' fill='none' stroke='%23fff' stroke-width='1.6'/%3E%3C/svg%3E"

export function renderPage(document: Document): string {
  const { info, tags, components } = document
  const routes = routesOf(document)
  const of = (tag: string) => routes.filter(({ told }) => told.tags.includes(tag))
  const common = COMMON_CORS.map((name) => [name, HEADERS[name]] as [string, (typeof HEADERS)[typeof name]])
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${info.title} reference</title>
<link rel="icon" href="${ICON}">
<style>${new Html(STYLE)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to content</a>
<nav aria-label="Reference" tabindex="0">
<p class="name"><a href="#content">${info.title}</a> <small>${info.version}</small></p>
${tags.map(({ name }) => [html`<h2><a href="#tag-${name}">${name}</a></h2>`, html`<ul>${of(name).map(navigation)}</ul>`])}
<h2><a href="#schemas">Schemas</a></h2>
<ul>${Object.keys(components.schemas).map((name) => html`<li><a href="#${schemaId(name)}">${name}</a></li>`)}</ul>
</nav>
<main id="content" tabindex="-1">
<div class="intro">
<h1>${info.title} <small>${info.version}</small></h1>
<p class="lead">${info.summary}</p>
${markdown(info.description)}
<p>The same as OpenAPI 3.1, for tools: <a href="openapi.json">openapi.json</a>. The examples take the service's origin from <code>$URL</code> and a token from <code>$TOKEN</code>.</p>
<details><summary>Headers of every answer</summary>${headerTable(common, components, 'every answer')}</details>
</div>
${tags.map(({ name, description }) => [
  html`<h2 id="tag-${name}">${name}</h2><p>${description}</p>`,
  of(name).map(({ path, method, told }) => operation(document, path, method, told)),
])}
<h2 id="schemas">Schemas</h2>
${Object.entries(components.schemas).map(([name, schema]) => schemaSection(name, schema))}
</main>
</body>
</html>
`
  return page.text
}

function routesOf(document: Document): Route[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const told = item[method]
      return told ? [{ path, method, told }] : []
    }),
  )
}

function navigation({ method, told }: Route): Html {
  return html`<li><a href="#${told.operationId}"><span class="method ${method}">${method.toUpperCase()}</span> <span>${told.summary}</span></a></li>`
}

function schemaSection(name: string, schema: Schema): Part {
  const limits = limitsOf(schema)
  return html`<section class="schema" aria-labelledby="${schemaId(name)}"><h3 id="${schemaId(name)}">${name}</h3>
${typeof schema.description === 'string' && markdown(schema.description)}
${schema.properties ? fields(schema, name) : html`<p class="type">${typeOf(schema)}${limits && html`, ${limits}`}</p>`}</section>`
}
