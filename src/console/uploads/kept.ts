/** What Uppy's golden retriever keeps of files in the browser, as its `IndexedDBStore.js` names it. */

const MB = 1024 * 1024

/** In bytes; of files beyond it the person is asked for the file again. */
export const KEPT = { maxFileSize: 100 * MB, maxTotalSize: 2048 * MB }

const DATABASE = 'uppy-blobs'
const FILES = 'files'
const STATES = 'metadata'
const PATIENCE_MILLISECONDS = 10_000
const LOOK_MILLISECONDS = 300

/**
 * Resolves when the retriever has brought back what it has, or has nothing. Until then nothing may be added, for it puts its own in the
 * place of all. To be called when it has opened its database, which is then as it wants it.
 * @param id Uppy's
 * @param restored its event
 */
export async function broughtBack(id: string, restored: Promise<void>): Promise<void> {
  const late = new Promise<void>((done) => setTimeout(done, PATIENCE_MILLISECONDS))
  const kept = await reading(STATES, (store) => store.get(id)).catch(() => undefined)
  if (kept !== undefined) await Promise.race([restored, late])
}

/**
 * Tells how many files are not kept yet, until all are.
 * @param underWay the ids of the files that are to be
 */
export async function watchKept(id: string, underWay: () => readonly string[], tell: (count: number) => void): Promise<void> {
  for (let count = -1; count !== 0; await new Promise((done) => setTimeout(done, LOOK_MILLISECONDS))) {
    const kept = await keptFiles(id)
    count = underWay().filter((file) => !kept.has(file)).length
    tell(count)
  }
}

/**
 * Bytes alone are not enough: those that the state does not name yet, which is written twice a second, are thrown away.
 * @returns the ids of the files that would be brought back; none where the browser keeps nothing
 */
async function keptFiles(id: string): Promise<ReadonlySet<string>> {
  try {
    const keys = await reading(FILES, (store) => store.index('store').getAllKeys(id))
    const state: { metadata: string } | undefined = await reading(STATES, (store) => store.get(id))
    const named = new Set(Object.keys(JSON.parse(state?.metadata ?? '{}').files ?? {}))
    return new Set(keys.map((key) => String(key).slice(id.length + 1)).filter((file) => named.has(file)))
  } catch {
    return new Set()
  }
}

async function reading<T>(name: string, read: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await answer(indexedDB.open(DATABASE))
  try {
    return await answer(read(database.transaction(name).objectStore(name)))
  } finally {
    database.close()
  }
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, fail) => {
    request.onsuccess = () => done(request.result)
    request.onerror = () => fail(request.error)
  })
}

/** Whether the browser has such a store at all; some throw where they are asked. */
export function canKeep(): boolean {
  try {
    return Boolean(indexedDB)
  } catch {
    return false
  }
}
