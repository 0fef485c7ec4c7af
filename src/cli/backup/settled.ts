/**
 * All of them, when each has ended: what is under way beside one that failed must not ask bindings that are closed by then
 * (Miniflare's would wait for ever, the whole process with it).
 * @throws what the first of them threw
 */
export async function settled<T>(works: readonly Promise<T>[]): Promise<T[]> {
  const results = await Promise.allSettled(works)
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason
    return result.value
  })
}
