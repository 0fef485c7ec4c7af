/** One request, one answer: what is left of HTTP when `fetch` and `XMLHttpRequest` are to do the same. */

export interface Outgoing {
  method: string
  url: string
  headers: Record<string, string>
  body?: Blob | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | string | undefined
  signal?: AbortSignal | undefined
}

export interface Answer {
  status: number
  header(name: string): string | null
  text: string
}

export type Transport = (request: Outgoing) => Promise<Answer>
