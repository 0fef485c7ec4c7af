/** One request by `XMLHttpRequest`: in browsers nothing else tells how much of a body has gone out. */
import { NetworkError } from './errors.ts'
import type { Transport } from './transport.ts'

/** What is used of it: this compiles with the types of Node and Workers too, which don't know it. */
interface Xhr {
  readonly status: number
  readonly responseText: string
  readonly upload: { onprogress: ((event: { loaded: number }) => void) | null }
  onload: (() => void) | null
  onerror: (() => void) | null
  onabort: (() => void) | null
  open(method: string, url: string): void
  setRequestHeader(name: string, value: string): void
  getResponseHeader(name: string): string | null
  send(body: unknown): void
  abort(): void
}

export type XhrConstructor = new () => Xhr

/** Undefined outside of browsers. */
export function xhrOfPlatform(): XhrConstructor | undefined {
  return (globalThis as { XMLHttpRequest?: XhrConstructor }).XMLHttpRequest
}

export function byXhr(XMLHttpRequest: XhrConstructor, onSent: (bytes: number) => void): Transport {
  return ({ method, url, headers, body, signal }) =>
    new Promise((done, fail) => {
      const xhr = new XMLHttpRequest()
      const stop = () => xhr.abort()
      const end = (settle: () => void) => () => {
        signal?.removeEventListener('abort', stop)
        settle()
      }
      xhr.upload.onprogress = ({ loaded }) => onSent(loaded)
      xhr.onload = end(() => done({ status: xhr.status, header: (name) => xhr.getResponseHeader(name), text: xhr.responseText }))
      xhr.onerror = end(() => fail(new NetworkError('No answer')))
      xhr.onabort = end(() => fail(signal?.reason))
      xhr.open(method, url)
      for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value)
      signal?.addEventListener('abort', stop)
      xhr.send(body)
    })
}
