/** One line of JSON per event, as Workers Logs indexes it. Never a token, a header or a body. */
export function logError(event: { request_id: string; method: string; path: string; status: number; error: string; cause: string }): void {
  console.error(JSON.stringify({ level: 'error', ...event }))
}
