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
  /** `any`: a token of whatever scopes. Null: needs no token. */
  scope: Scope | 'any' | null
  parameters?: (Parameter | Ref)[]
  requestBody?: RequestBody
  answers: Record<number, Response>
  /** Beside those that a token's check can end in. */
  errors?: ErrorName[]
  curl: string
}

/** That a token's check can end in. Where no scope is asked for, no database is either. */
function checksOf(scope: Told['scope']): ErrorName[] {
  if (scope === null) return []
  const ofAny: ErrorName[] = ['unauthorized', 'tooManyRequests', 'internal']
  return scope === 'any' ? ofAny : [...ofAny, 'insufficientScope', 'notReady']
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
  const responses: Operation['responses'] = { ...answers, ...errorResponses([...errors, ...checksOf(scope)]) }
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: scope === null ? description : `${description}\n\nScope: ${scope === 'any' ? 'any' : `\`${scope}\``}.`,
    security: scope === null ? [] : [{ bearer: scope === 'any' ? [] : [scope] }],
    parameters,
    ...(requestBody ? { requestBody } : {}),
    responses,
    'x-codeSamples': [{ lang: 'Shell', label: 'curl', source: curl }],
  }
}
