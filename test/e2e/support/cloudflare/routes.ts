/** The routes of the stub, behind `/accounts/<id>`. */
import { randomUUID } from 'node:crypto'
import { type Account, type Binding, Database, type WorkerAssets } from './account.ts'
import { Assets } from './assets.ts'
import { ASSETS, type Asked, formOf, Refusal } from './stub.ts'

type Handler = (asked: Asked, ...parts: string[]) => unknown

interface Metadata {
  bindings: Binding[]
  assets?: Pick<WorkerAssets, 'jwt' | 'config'>
}

const SUBDOMAIN = 'stub-account'

export function accountRoutes(account: Account): (asked: Asked) => Promise<unknown> {
  const routes: [method: string, path: RegExp, handler: Handler][] = [
    ...bucketRoutes(account),
    ...databaseRoutes(account),
    ...namespaceRoutes(account),
    ...workerRoutes(account),
  ]
  return async (asked) => {
    for (const [method, path, handler] of routes) {
      const match = path.exec(asked.path)
      if (match && method === asked.method) return handler(asked, ...match.slice(1).map(decodeURIComponent))
    }
    throw new Refusal(404, 7003, `the stub has no ${asked.method} ${asked.path}`)
  }
}

function bucketRoutes({ buckets }: Account): [string, RegExp, Handler][] {
  return [
    ['GET', /^\/r2\/buckets$/, () => ({ buckets: [...buckets].map((name) => ({ name })) })],
    ['GET', /^\/r2\/buckets\/([^/]+)$/, (_, name = '') => (buckets.has(name) ? { name } : refuse(404, 10006, 'no such bucket'))],
    ['POST', /^\/r2\/buckets$/, ({ body }) => buckets.add(named(body).name) && {}],
  ]
}

function databaseRoutes(account: Account): [string, RegExp, Handler][] {
  const { databases } = account
  const list = () => [...databases].map(([uuid, { name }]) => ({ uuid, name }))
  const find = (key: string) => {
    const entry = [...databases].find(([uuid, { name }]) => uuid === key || name === key)
    return entry ?? refuse(404, 7404, 'the database could not be found')
  }
  const run = (key: string, body: Buffer) => {
    const { sql, params } = JSON.parse(body.toString())
    return find(key)[1].run(sql, params)
  }
  return [
    ['GET', /^\/d1\/database$/, ({ query }) => list().filter(({ name }) => name === (query.get('name') ?? name))],
    [
      'POST',
      /^\/d1\/database$/,
      ({ body }) => {
        const { name } = named(body)
        if (account.database(name)) refuse(400, 7502, 'a database of that name exists')
        const uuid = randomUUID()
        databases.set(uuid, new Database(name))
        return { uuid, name }
      },
    ],
    ['GET', /^\/d1\/database\/([^/]+)$/, (_, key = '') => ({ uuid: find(key)[0], name: find(key)[1].name })],
    [
      'POST',
      /^\/d1\/database\/([^/]+)\/query$/,
      ({ body }, key = '') => {
        const { results, ...rest } = run(key, body)
        const object = (row: unknown[]) => Object.fromEntries(results.columns.map((column, i) => [column, row[i]]))
        return [{ ...rest, results: results.rows.map(object) }]
      },
    ],
    ['POST', /^\/d1\/database\/([^/]+)\/raw$/, ({ body }, key = '') => [run(key, body)]],
  ]
}

function namespaceRoutes({ namespaces }: Account): [string, RegExp, Handler][] {
  const VALUE = /^\/storage\/kv\/namespaces\/([^/]+)\/values\/([^/]+)$/
  const values = (id: string) => (namespaces.get(id) ?? refuse(404, 10013, 'no such namespace')).values
  return [
    ['GET', /^\/storage\/kv\/namespaces$/, () => [...namespaces].map(([id, { title }]) => ({ id, title }))],
    [
      'POST',
      /^\/storage\/kv\/namespaces$/,
      ({ body }) => {
        const { title } = JSON.parse(body.toString())
        if ([...namespaces.values()].some((namespace) => namespace.title === title)) refuse(400, 10014, 'a namespace of that title exists')
        const id = randomUUID().replaceAll('-', '')
        namespaces.set(id, { title, values: new Map() })
        return { id, title }
      },
    ],
    ['GET', VALUE, (_, id = '', key = '') => values(id).get(key) ?? refuse(404, 10009, 'no such key')],
    ['PUT', VALUE, ({ body }, id = '', key = '') => values(id).set(key, body.toString()) && {}],
    ['DELETE', VALUE, (_, id = '', key = '') => values(id).delete(key) && {}],
  ]
}

function workerRoutes(account: Account): [string, RegExp, Handler][] {
  const { workers } = account
  const files = new Assets(account)
  const find = (name: string) => workers.get(name) ?? refuse(404, 10007, 'This Worker does not exist on your account.')
  const upload = async (asked: Asked, name: string) => {
    const { bindings, assets }: Metadata = JSON.parse(String((await formOf(asked)).get('metadata')))
    const worker = workers.get(name) ?? { bindings: [], versions: [], crons: [] }
    // As `bindings_inherit` has it: what is inherited is what was there.
    const given = bindings.map((binding) =>
      binding.type === 'inherit' ? worker.bindings.find((old) => old.name === binding.name) : binding,
    )
    if (given.includes(undefined)) refuse(400, 10057, 'nothing to inherit')
    const id = randomUUID()
    const { assets: _, ...rest } = worker
    const served = assets && { assets: { ...assets, files: files.redeem(assets.jwt, name) } }
    workers.set(name, { ...rest, ...served, bindings: given as Binding[], versions: [...worker.versions, id] })
    return { id, deployment_id: id.replaceAll('-', ''), startup_time_ms: 1, resources: { script: { etag: 'etag' } } }
  }
  const dev = { enabled: true, previews_enabled: false }
  return [
    ['POST', /^\/workers\/scripts\/([^/]+)\/assets-upload-session$/, (asked, name = '') => files.begin(asked, name)],
    ['POST', ASSETS, (asked) => files.upload(asked)],
    ['GET', /^\/workers\/subdomain$/, () => ({ subdomain: SUBDOMAIN })],
    [
      'GET',
      /^\/workers\/services\/([^/]+)$/,
      (_, name = '') => ({ default_environment: { script: { tag: find(name).versions[0], tags: [] } } }),
    ],
    ['GET', /^\/workers\/scripts\/([^/]+)\/settings$/, (_, name = '') => ({ bindings: find(name).bindings })],
    ['PATCH', /^\/workers\/scripts\/([^/]+)\/(?:script-)?settings$/, () => ({})],
    ['GET', /^\/workers\/scripts\/([^/]+)\/secrets$/, () => []],
    ['PUT', /^\/workers\/scripts\/([^/]+)$/, (asked, name = '') => upload(asked, name)],
    ['POST', /^\/workers\/scripts\/([^/]+)\/versions$/, (asked, name = '') => find(name) && upload(asked, name)],
    ['GET', /^\/workers\/scripts\/([^/]+)\/deployments$/, (_, name = '') => find(name) && { deployments: [] }],
    ['POST', /^\/workers\/scripts\/([^/]+)\/deployments$/, (_, name = '') => find(name) && {}],
    [
      'GET',
      /^\/workers\/workers\/([^/]+)$/,
      (_, name = '') => find(name) && { subdomain: { ...dev, url: `https://${name}.${SUBDOMAIN}.workers.dev` } },
    ],
    ['POST', /^\/workers\/scripts\/([^/]+)\/subdomain$/, () => dev],
    [
      'PUT',
      /^\/workers\/scripts\/([^/]+)\/schedules$/,
      ({ body }, name = '') => {
        find(name).crons = (JSON.parse(body.toString()) as { cron: string }[]).map(({ cron }) => cron)
        return {}
      },
    ],
  ]
}

function named(body: Buffer): { name: string } {
  return JSON.parse(body.toString())
}

function refuse(status: number, code: number, message: string): never {
  throw new Refusal(status, code, message)
}
