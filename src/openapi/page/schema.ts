/** JSON Schema in words. */
import type { Schema } from '../describe/types.ts'
import { type Html, html, type Part } from './html.ts'
import { inline } from './markdown.ts'

/** A longer pattern tells a reader nothing. */
const READABLE_PATTERN = 60

const ARTICLES: Record<string, string> = { integer: 'whole number' }
const FORMATS: Record<string, string> = { uuid: 'UUID', uri: 'URL', 'date-time': 'time, ISO 8601', binary: 'bytes' }

export function typeOf(schema: Schema): Part {
  if (typeof schema.$ref === 'string') return link(schema.$ref)
  if (Array.isArray(schema.anyOf)) return join(schema.anyOf.map(typeOf), ' or ')
  if (Array.isArray(schema.enum)) return join(schema.enum.map(code), ' or ')
  if (schema.const !== undefined) return code(schema.const)
  if (schema.type === 'array') return html`list of ${typeOf((schema.items ?? {}) as Schema)}`
  if (Array.isArray(schema.type)) return join(schema.type.map(word), ' or ')
  return typeof schema.format === 'string' ? (FORMATS[schema.format] ?? schema.format) : word(schema.type ?? 'anything')
}

/** What is allowed beside the type. */
export function limitsOf(schema: Schema): Part {
  const inner = Array.isArray(schema.anyOf) ? (schema.anyOf as Schema[]).map(limitsOf) : []
  const items = [
    range(schema.minLength, schema.maxLength, 'character'),
    range(schema.minItems, schema.maxItems, 'entry', 'entries'),
    schema.uniqueItems === true && 'none twice',
    schema.minimum !== undefined && schema.maximum !== undefined
      ? html`${schema.minimum as number} to ${schema.maximum as number}`
      : schema.minimum !== undefined && html`at least ${schema.minimum as number}`,
    schema.exclusiveMinimum !== undefined && html`above ${schema.exclusiveMinimum as number}`,
    typeof schema.pattern === 'string' && schema.pattern.length <= READABLE_PATTERN && html`<code>${schema.pattern}</code>`,
    schema.default !== undefined && html`default ${code(schema.default)}`,
    ...inner,
  ]
  return join(items.filter(Boolean), ', ')
}

/** A table of an object's fields. */
export function fields(schema: Schema, name: string): Html {
  const required = new Set((schema.required ?? []) as string[])
  const rows = Object.entries((schema.properties ?? {}) as Record<string, Schema>).map(
    ([field, of]) => html`<tr><th scope="row"><code>${field}</code>${!required.has(field) && html` <small>optional</small>`}</th>
<td>${described(of)}</td></tr>`,
  )
  return html`<table><caption class="hidden">Fields of ${name}</caption><tbody>${rows}</tbody></table>`
}

/** What it means; then its type and limits, smaller. */
export function described(schema: Schema, description = schema.description, example?: unknown): Part {
  const limits = limitsOf(schema)
  return [
    typeof description === 'string' && html`<div>${inline(description)}</div>`,
    html`<div class="type">${typeOf(schema)}${limits && html`, ${limits}`}${example !== undefined && html` · such as ${code(example)}`}</div>`,
  ]
}

export function schemaId(name: string): string {
  return `schema-${name}`
}

function link(ref: string): Html {
  const name = ref.slice(ref.lastIndexOf('/') + 1)
  return html`<a href="#${schemaId(name)}">${name}</a>`
}

function word(type: unknown): string {
  return ARTICLES[String(type)] ?? String(type)
}

function code(value: unknown): Html {
  return html`<code>${typeof value === 'string' ? value : JSON.stringify(value)}</code>`
}

function range(from: unknown, to: unknown, unit: string, units = `${unit}s`): Part {
  if (from === undefined && to === undefined) return null
  if (from === to) return `${from} ${from === 1 ? unit : units}`
  if (to === undefined) return `at least ${from} ${from === 1 ? unit : units}`
  return from === undefined ? `at most ${to} ${units}` : `${from} to ${to} ${units}`
}

function join(parts: readonly Part[], by: string): Part {
  return parts.length === 0 ? null : parts.flatMap((part, i) => (i === 0 ? [part] : [by, part]))
}
