/** Streams that fail or stall halfway: what R2 reads of a `put`'s body, and what it gives of a `get`'s. */

export type StreamFault = 'body-breaks' | 'body-stalls'

/** A promise that is never settled. */
export const never = <T>() => new Promise<T>(() => {})

/** Reads a body to about `bytes`; then lets go of it with an error, or leaves it as it is. */
export async function readPart(body: ReadableStream<Uint8Array>, bytes: number, how: StreamFault, error: unknown): Promise<never> {
  const reader = body.getReader()
  for (let read = 0; read < bytes; ) {
    const { value, done } = await reader.read()
    if (done) break
    read += value.length
  }
  if (how === 'body-stalls') return never()
  await reader.cancel(error).catch(() => {})
  throw error
}

/** The object of a `get`, whose body gives its first half alone. */
export async function halfOf(object: R2ObjectBody, how: StreamFault, error: unknown): Promise<R2ObjectBody> {
  const bytes = new Uint8Array(await object.arrayBuffer())
  const half = bytes.slice(0, Math.ceil(bytes.length / 2))
  let given = false
  const source: UnderlyingByteSource = {
    type: 'bytes',
    async pull(controller) {
      if (!given && half.length > 0) {
        given = true
        return controller.enqueue(half.slice())
      }
      if (how === 'body-stalls') return never<void>()
      controller.error(error)
    },
  }
  const body = new ReadableStream(source)
  const own: Record<string, unknown> = {
    body,
    arrayBuffer: () => new Response(body).arrayBuffer(),
    json: () => new Response(body).json(),
  }
  return new Proxy(object, {
    get: (target, name) => (Object.hasOwn(own, name) ? own[String(name)] : Reflect.get(target, name, target)),
  })
}
