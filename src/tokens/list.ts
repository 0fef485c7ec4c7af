/** `GET /api/tokens`: those that have not expired, newest first. */
import type { Context } from 'hono'
import type { TokenListAnswer, TokenQuery } from '../contract/index.ts'
import type { App } from '../env.ts'
import { present } from './present.ts'
import type { Register } from './register.ts'

export function listTokens(tokens: Register) {
  return async (c: Context<App, '/api/tokens', { out: { query: TokenQuery } }>) => {
    const { page, page_size } = c.req.valid('query')
    const { rows, total } = await tokens.page(page_size, (page - 1) * page_size)
    const list: TokenListAnswer = { data: rows.map(present), meta: { total, page, page_size } }
    return c.json(list)
  }
}
