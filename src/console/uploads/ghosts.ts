/**
 * Files of which the browser has no bytes any more. Some are whole on the server: the golden retriever forgets a file's bytes at once when
 * it is uploaded, and notes half a second later that it is.
 */

/** @returns whether the server has all of it */
export async function isWhole(uploadUrl: string, size: number | null, bearer: string | null): Promise<boolean> {
  if (bearer === null || new URL(uploadUrl).origin !== location.origin) return false
  const headers = { Authorization: `Bearer ${bearer}`, 'Tus-Resumable': '1.0.0' }
  const answer = await fetch(uploadUrl, { method: 'HEAD', headers }).catch(() => null)
  return answer?.ok === true && Number(answer.headers.get('Upload-Offset')) === size
}
