/** A check of the deployed API, and the API as it is asked. */

export interface Finding {
  outcome: 'ok' | 'failed' | 'skipped'
  /** What was seen. */
  seen: string
}

export interface Check {
  name: string
  run(api: Api): Promise<Finding>
}

export interface Made {
  id: string
  url: string
}

export interface Api {
  url: string
  token: string
  /** With the token, unless another is given. */
  ask(path: string, init?: RequestInit, token?: string): Promise<Response>
  /** A PDF that nobody has seen before. */
  upload(bytes: Uint8Array<ArrayBuffer>): Promise<Made>
  remove(made: Made): Promise<number>
}

export function apiAt(url: string, token: string): Api {
  const ask: Api['ask'] = (path, init = {}, as = token) =>
    fetch(new URL(path, url), {
      ...init,
      headers: { ...(init.headers as Record<string, string> | undefined), Authorization: `Bearer ${as}` },
    })
  return {
    url,
    token,
    ask,
    async upload(bytes) {
      const response = await ask(`/api/media?name=${uniqueName()}`, { method: 'POST', body: bytes })
      if (response.status !== 201) throw new Error(`an upload was answered ${response.status}: ${await response.text()}`)
      return (await response.json()) as Made
    },
    async remove({ id }) {
      const response = await ask(`/api/media/${id}`, { method: 'DELETE' })
      await response.arrayBuffer()
      return response.status
    },
  }
}

export function uniqueName(): string {
  return `check-${crypto.randomUUID()}.pdf`
}

/** So many bytes of a PDF, none like the one before it. */
export function pdf(length: number): Uint8Array<ArrayBuffer> {
  const bytes = Uint8Array.from({ length }, (_, i) => 32 + ((i * 7 + (i >> 8)) % 90))
  bytes.set(new TextEncoder().encode(`%PDF-1.4\n%${crypto.randomUUID()}\n`))
  return bytes
}

/** @returns milliseconds until it was so, null where it was not in time */
export async function until(so: () => Promise<boolean>, milliseconds: number, every = 500): Promise<number | null> {
  const began = performance.now()
  while (performance.now() - began < milliseconds) {
    if (await so()) return Math.round(performance.now() - began)
    await new Promise((done) => setTimeout(done, every))
  }
  return null
}
