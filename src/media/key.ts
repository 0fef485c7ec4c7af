/** A file's R2 key and public URL (pure). */

/** `media/<id>/<stored name>`: an id is never used twice, so a key's bytes never change. */
export function objectKey(id: string, storedName: string): string {
  return `media/${id}/${storedName}`
}

/** All that R2 has of a record: what goes with it. */
export function keysOf({ id, storedName }: { id: string; storedName: string }): string[] {
  return [objectKey(id, storedName)]
}

/** What a served file is purged by from the edge's cache. */
export function cacheTag(id: string): string {
  return `media-${id}`
}

/** @param base without a trailing slash */
export function publicUrl(base: string, key: string): string {
  return `${base}/${key.split('/').map(encodeURIComponent).join('/')}`
}

/** `PUBLIC_URL`, else the origin of the request; never a forwarded header, which anybody can send. */
export function publicBase(configured: string | undefined, requestUrl: string): string {
  return configured ? configured.replace(/\/+$/, '') : new URL(requestUrl).origin
}
