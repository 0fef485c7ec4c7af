/** One line of JSON per event, as Workers Logs indexes it. Never a token, a header or a body. */
export function logError(event: { request_id: string; method: string; path: string; status: number; error: string; cause?: string }): void {
  console.error(JSON.stringify({ level: 'error', ...event }))
}

/** Every request. */
export function logRequest(event: { status: number; [figure: string]: unknown }): void {
  console.log(JSON.stringify({ level: 'info', event: 'request', ...event }))
}

/** A variant that was made, or what stands in for it. */
export function logVariant(event: { media: string; [figure: string]: unknown }): void {
  console.log(JSON.stringify({ level: 'info', event: 'variant', ...event }))
}

/** What a run of the sweep did; a guard that held it is an error, for somebody must look. */
export function logSweep(report: { guard: string | null; [figure: string]: unknown }): void {
  const line = JSON.stringify({ level: report.guard === null ? 'info' : 'error', event: 'sweep', ...report })
  if (report.guard === null) console.log(line)
  else console.error(line)
}
