/** An operation with what all of its kind have: its scope's refusals, and what can always go wrong. */
import type { Scope } from '../../contract/index.ts'
import type { ErrorName } from '../../errors.ts'
import { errorResponses } from './responses.ts'
import type { Operation, Parameter, Ref, RequestBody, Response } from './types.ts'

export interface Told {
  id: string
  tag: 'Media' | 'Uploads' | 'Files' | 'Tokens' | 'Service'
  summary: string
  description: string
  /** Null: needs no token. */
  scope: Scope | null
  parameters?: (Parameter | Ref)[]
  requestBody?: RequestBody
  answers: Record<number, Response>
  /** Beside those that a token's check can end in. */
  errors?: ErrorName[]
  curl: string
}

export function operation({
  id,
  tag,
  summary,
  description,
  scope,
  parameters = [],
  requestBody,
  answers,
  errors = [],
  curl,
}: Told): Operation {
  const checks: ErrorName[] = scope === null ? [] : ['unauthorized', 'insufficientScope', 'tooManyRequests', 'internal', 'notReady']
  const responses: Operation['responses'] = { ...answers, ...errorResponses([...errors, ...checks]) }
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: scope === null ? description : `${description}\n\nScope: \`${scope}\`.`,
    security: scope === null ? [] : [{ bearer: [scope] }],
    parameters,
    ...(requestBody ? { requestBody } : {}),
    responses,
    'x-codeSamples': [{ lang: 'Shell', label: 'curl', source: curl }],
  }
}
