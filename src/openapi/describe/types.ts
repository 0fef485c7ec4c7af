/** As much of OpenAPI 3.1 as the document uses. */

/** JSON Schema 2020-12; zod writes it, so its keywords are not listed here. */
export interface Schema {
  [keyword: string]: unknown
}

export type Ref = { $ref: string }

export interface Header {
  description: string
  required?: boolean
  schema: Schema
  example?: string
}

export interface Example {
  summary?: string
  value: unknown
}

export interface Content {
  schema?: Schema
  example?: unknown
  examples?: Record<string, Example>
  encoding?: Record<string, { headers: Record<string, Header | Ref> }>
}

export interface Response {
  description: string
  headers: Record<string, Header | Ref>
  content?: Record<string, Content>
}

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  description: string
  required?: boolean
  schema: Schema
  example?: unknown
}

export interface RequestBody {
  description: string
  required: boolean
  content: Record<string, Content>
}

export interface Operation {
  operationId: string
  tags: [string]
  summary: string
  description: string
  security: Record<string, string[]>[]
  parameters: (Parameter | Ref)[]
  requestBody?: RequestBody
  responses: Record<string, Response | Ref>
  /** What documentation tools show beside an operation. */
  'x-codeSamples': { lang: string; label: string; source: string }[]
}

export const METHODS = ['get', 'head', 'post', 'patch', 'delete'] as const
export type Method = (typeof METHODS)[number]

export type PathItem = { parameters: (Parameter | Ref)[] } & Partial<Record<Method, Operation>>

export interface Components {
  schemas: Record<string, Schema>
  responses: Record<string, Response>
  headers: Record<string, Header>
  parameters: Record<string, Parameter>
  securitySchemes: Record<string, Schema>
}

export interface Document {
  openapi: string
  info: { title: string; version: string; summary: string; description: string; license: { name: string; identifier: string } }
  servers: { url: string; description: string }[]
  tags: { name: string; description: string }[]
  paths: Record<string, PathItem>
  components: Components
}
