/** How long a revoked token lives: KV answers from copies at the edge, and gives no bound. */
import { type Check, until } from './check.ts'

/** What the README says is usual. */
const USUAL_MILLISECONDS = 60_000
const PATIENCE_MILLISECONDS = 180_000

export const revokedToken: Check = {
  name: 'a revoked token stops',
  async run(api) {
    const body = JSON.stringify({ name: 'deployed-checks', scopes: ['media:read'], expires_in: 3600 })
    const made = await api.ask('/api/tokens', { method: 'POST', body, headers: { 'Content-Type': 'application/json' } })
    if (made.status === 404 || made.status === 403) return { outcome: 'skipped', seen: `POST /api/tokens is answered ${made.status}` }
    if (made.status !== 201) return { outcome: 'failed', seen: `POST /api/tokens is answered ${made.status}` }
    const { id, token } = (await made.json()) as { id: string; token: string }
    const status = async () => {
      const response = await api.ask('/api/media?page_size=1', {}, token)
      await response.arrayBuffer()
      return response.status
    }
    const known = await until(async () => (await status()) === 200, PATIENCE_MILLISECONDS)
    const revoked = await api.ask(`/api/tokens/${id}`, { method: 'DELETE' })
    await revoked.arrayBuffer()
    if (known === null || revoked.status !== 204) {
      return { outcome: 'failed', seen: `it was ${known === null ? 'never good' : 'good'}, and its revocation answered ${revoked.status}` }
    }
    const stopped = await until(async () => (await status()) === 401, PATIENCE_MILLISECONDS, 1000)
    if (stopped === null) return { outcome: 'failed', seen: `still good after ${PATIENCE_MILLISECONDS / 1000} s` }
    return {
      outcome: stopped <= USUAL_MILLISECONDS ? 'ok' : 'failed',
      seen: `good after ${known} ms, refused ${stopped} ms after it was revoked`,
    }
  },
}
