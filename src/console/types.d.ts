/** What TypeScript can't know of itself. */
declare module '*.css'

/** workerd's own, of which the formats' code speaks; the browser comes by none of it. */
interface ReadableStreamBYOBReader {
  readAtLeast(bytes: number, view: Uint8Array): Promise<ReadableStreamReadResult<Uint8Array>>
}
