/** Whether the golden retriever has something to bring back: while it does, nothing may be added, for it puts its own in the place of all. */
/** Of its own, as `IndexedDBStore.js` names them. */
const [DATABASE, STORE] = ['uppy-blobs', 'metadata']
const PATIENCE_MILLISECONDS = 10_000

/**
 * Resolves when it has, or has nothing. To be called when the plugin has opened its database, which is then as it wants it.
 * @param id Uppy's
 * @param restored its event
 */
export async function broughtBack(id: string, restored: Promise<void>): Promise<void> {
  const late = new Promise<void>((done) => setTimeout(done, PATIENCE_MILLISECONDS))
  if (await hasKept(id)) await Promise.race([restored, late])
}

async function hasKept(id: string): Promise<boolean> {
  try {
    const database = await answer(indexedDB.open(DATABASE))
    try {
      return (await answer(database.transaction(STORE).objectStore(STORE).get(id))) !== undefined
    } finally {
      database.close()
    }
  } catch {
    // A browser that keeps nothing brings nothing back.
    return false
  }
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, fail) => {
    request.onsuccess = () => done(request.result)
    request.onerror = () => fail(request.error)
  })
}
