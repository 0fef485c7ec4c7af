/** Calls of the JSON API: where to, as whom, tried again, and an answer or a typed error. */
import { errorOf } from './error-of.ts'
import { type MediaApiError, ServerError } from './errors.ts'
import { type Retrying, retrying, transient } from './retry.ts'
import type { Answer, Outgoing, Transport } from './transport.ts'

export interface Call extends Pick<Outgoing, 'body' | 'signal'> {
  method?: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'DELETE'
  /** Behind the server's URL, with its query. */
  path: string
  headers?: Record<string, string>
}

export interface Caller {
  /** Once. @throws MediaApiError */
  once(call: Call, transport?: Transport): Promise<Answer>
  /** With new tries. */
  retrying<T>(
    attempt: (tries: number) => Promise<T>,
    signal: AbortSignal | undefined,
    mayRetry?: (error: MediaApiError) => boolean,
  ): Promise<T>
  /** Both. */
  call(call: Call, mayRetry?: (error: MediaApiError) => boolean): Promise<Answer>
}

export function caller(url: string, token: string, transport: Transport, how: Retrying): Caller {
  // Found later, it would pass for a network that fails, and stand in the platform's message.
  if (!/^[\x21-\x7e]+$/.test(token)) throw new TypeError('The token holds characters that no token has')
  if (/^[a-z]+:\/\/[^/?#]*@/i.test(url)) throw new TypeError('The URL holds credentials')
  const base = url.replace(/\/+$/, '')
  const self: Caller = {
    async once({ path, headers, ...rest }, by = transport) {
      const answer = await by({ method: 'GET', ...rest, url: base + path, headers: { Authorization: `Bearer ${token}`, ...headers } })
      if (answer.status < 200 || answer.status > 299) throw errorOf(answer)
      return answer
    },
    retrying: (attempt, signal, mayRetry = transient) => retrying(attempt, mayRetry, how, signal),
    call: (call, mayRetry) => self.retrying(() => self.once(call), call.signal, mayRetry),
  }
  return self
}

/** The body of a success. @throws where something else than the API answered */
export function json<T>(answer: Answer): T {
  try {
    return JSON.parse(answer.text)
  } catch (cause) {
    throw new ServerError('The answer is not JSON', { status: answer.status, requestId: answer.header('X-Request-Id'), cause })
  }
}
