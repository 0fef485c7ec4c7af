/** The map: stores made from bindings, then middleware and routes in order. */
import { Hono } from 'hono'
import { except } from 'hono/combine'
import { cors } from 'hono/cors'
import { requestId } from 'hono/request-id'
import { deleteRequest, mediaPatch, mediaQuery, revokeQuery, tokenQuery, tokenRequest } from './contract/index.ts'
import type { App, Env } from './env.ts'
import { health } from './health.ts'
import {
  API_CORS,
  FILE_CORS,
  methodNotAllowed,
  noStore,
  notFound,
  renderError,
  validBody,
  validPatch,
  validQuery,
  validRequest,
} from './http.ts'
import { linger } from './linger.ts'
import { UPLOAD_MILLISECONDS } from './media/deadline.ts'
import { listMedia } from './media/list.ts'
import { type VariantMethods, variantMaker } from './media/make-variant.ts'
import { removeMedia } from './media/remove.ts'
import { removeManyMedia } from './media/remove-many.ts'
import { serveMedia } from './media/serve.ts'
import { showMedia } from './media/show.ts'
import { updateMedia } from './media/update.ts'
import { uploadMedia } from './media/upload.ts'
import { showUsage } from './media/usage.ts'
import { meter } from './meter.ts'
import { observe } from './observe.ts'
import { serveDocs, serveOpenapi } from './openapi/serve.ts'
import { addressKey, limitWrites, rateLimit } from './rate-limit.ts'
import type { Connect } from './scan/clamd.ts'
import { scannerOf } from './scan/from-env.ts'
import type { ScanLimits } from './scan/limits.ts'
import { ANSWER_MILLISECONDS, answeredWithin } from './store/answered.ts'
import { bookkeeping } from './store/bookkeeping.ts'
import { catalog as makeCatalog } from './store/catalog.ts'
import { edgeCache } from './store/edge-cache.ts'
import { images as makeImages } from './store/images.ts'
import { objects as makeObjects } from './store/objects.ts'
import { tokenList } from './store/token-list.ts'
import { tokenTable } from './store/token-table.ts'
import { uploadState } from './store/upload-state.ts'
import { type SweepOptions, type SweepReport, sweep } from './sweep.ts'
import { SWEEP_LISTS } from './sweep-pass.ts'
import { authenticate, requires } from './tokens/authenticate.ts'
import { createToken } from './tokens/create.ts'
import { listTokens } from './tokens/list.ts'
import { register } from './tokens/register.ts'
import { revokeToken } from './tokens/revoke.ts'
import { rotateToken } from './tokens/rotate.ts'
import { showOwnToken } from './tokens/show-own.ts'
import { appendToUpload } from './uploads/append.ts'
import { createUpload } from './uploads/create.ts'
import { uploadProgress } from './uploads/progress.ts'
import { afterLimit, byMethod, tusHeaders } from './uploads/protocol.ts'
import { terminateUpload } from './uploads/terminate.ts'
import { resumableUpload, type UploadMethods } from './uploads/upload.ts'

export interface Options {
  clock?: () => Date
  /** How long an upload's body may take. */
  uploadMilliseconds?: number
  /** How long a binding may take to answer. */
  answerMilliseconds?: number
  /** The edge's, of a sweep: requests bring their own. */
  cache?: CacheContext | undefined
  /** Of `cloudflare:sockets`, which Node does not have: the sweep and the commands run there. */
  connect?: Connect
  /** How long the steps of a malware scan may take. */
  scanLimits?: Partial<ScanLimits>
}

export function createApp(env: Env, options: Options = {}): Hono<App> {
  const clock = options.clock ?? (() => new Date())
  const answered = answeredWithin(options.answerMilliseconds ?? ANSWER_MILLISECONDS)
  const [r2, d1, kv] = [meter('r2', answered), meter('d1', answered), meter('kv', answered)]
  const catalog = makeCatalog(env.DB, d1)
  const objects = makeObjects(env.MEDIA_BUCKET, r2)
  const table = tokenTable(env.TOKENS, kv)
  const tokens = register(tokenList(env.DB, d1), table, clock)
  const stores = { catalog, objects, answered, clock, scanner: scannerOf(env, options.connect, options.scanLimits) }

  const writeLimit = rateLimit(env.WRITE_LIMIT, env.RATE_LIMIT_WRITES, answered)
  const writes = limitWrites(writeLimit)
  const failures = rateLimit(env.FAILURE_LIMIT, env.RATE_LIMIT_FAILURES, answered)

  const app = new Hono<App>()
  app.onError(renderError)
  app.notFound(notFound)

  app.use(requestId(), linger(), observe(env.LOG_REQUESTS === 'on'), noStore)
  app.use('/api/uploads/*', tusHeaders)
  app.use('/api/*', cors(API_CORS))
  app.use('/media/*', cors(FILE_CORS))
  app.use(
    '/api/*',
    except(
      ['/api/openapi.json', '/api/docs'],
      authenticate(table, clock, (c) => failures(addressKey(c))),
    ),
  )

  app.get('/api/media', requires('media:read'), validQuery(mediaQuery), listMedia(catalog))
  app.post('/api/media', requires('media:create'), writes, uploadMedia(stores, options.uploadMilliseconds ?? UPLOAD_MILLISECONDS))
  app.all('/api/media', methodNotAllowed('GET, HEAD, POST, OPTIONS'))

  app.get('/api/usage', requires('media:read'), showUsage(catalog))
  app.all('/api/usage', methodNotAllowed('GET, HEAD, OPTIONS'))

  // Before `:id`, which would take it for one.
  app.post('/api/media/delete', requires('media:delete'), writes, ...validRequest(deleteRequest), removeManyMedia(stores))
  app.all('/api/media/delete', methodNotAllowed('POST, OPTIONS'))

  app.get('/api/media/:id', requires('media:read'), showMedia(catalog))
  app.delete('/api/media/:id', requires('media:delete'), writes, removeMedia(stores))
  app.patch('/api/media/:id', requires('media:update'), writes, ...validPatch(mediaPatch), updateMedia(stores))
  app.all('/api/media/:id', methodNotAllowed('GET, HEAD, PATCH, DELETE, OPTIONS'))

  const limited = afterLimit(writeLimit)
  app.all('/api/uploads', requires('media:create'), byMethod({ POST: limited(createUpload) }, 'POST, OPTIONS'))
  app.all(
    '/api/uploads/:id',
    requires('media:create'),
    byMethod({ HEAD: uploadProgress, PATCH: appendToUpload, DELETE: limited(terminateUpload) }, 'HEAD, PATCH, DELETE, OPTIONS'),
  )

  // Without `requires`: whatever a token may, it may know.
  app.get('/api/token', showOwnToken())
  app.all('/api/token', methodNotAllowed('GET, HEAD, OPTIONS'))

  app.get('/api/tokens', requires('tokens:manage'), validQuery(tokenQuery), listTokens(tokens))
  app.post('/api/tokens', requires('tokens:manage'), writes, ...validBody(tokenRequest), createToken(tokens, clock))
  app.all('/api/tokens', methodNotAllowed('GET, HEAD, POST, OPTIONS'))

  app.post('/api/tokens/:id/rotate', requires('tokens:manage'), writes, rotateToken(tokens))
  app.all('/api/tokens/:id/rotate', methodNotAllowed('POST, OPTIONS'))
  app.delete('/api/tokens/:id', requires('tokens:manage'), writes, validQuery(revokeQuery), revokeToken(tokens))
  app.all('/api/tokens/:id', methodNotAllowed('DELETE, OPTIONS'))

  app.get('/api/openapi.json', serveOpenapi)
  app.all('/api/openapi.json', methodNotAllowed('GET, HEAD, OPTIONS'))
  app.get('/api/docs', serveDocs)
  app.all('/api/docs', methodNotAllowed('GET, HEAD, OPTIONS'))

  app.get('/health', health(catalog))
  app.all('/health', methodNotAllowed('GET, HEAD'))

  app.get('/media/:id/:name', serveMedia(objects, variantsOf(env), clock))
  app.all('/media/:id/:name', methodNotAllowed('GET, HEAD, OPTIONS'))
  return app
}

/** The Durable Object in which all that ask for variants of one picture meet. */
function variantsOf({ IMAGES, VARIANTS }: Env): ((id: string) => VariantMethods) | null {
  return IMAGES ? (id) => VARIANTS.get(VARIANTS.idFromName(id)) as unknown as VariantMethods : null
}

/** The sweep over the same bindings. */
export function createSweep(env: Env, options: Options = {}): (how?: SweepOptions) => Promise<SweepReport> {
  const answered = answeredWithin(options.answerMilliseconds ?? ANSWER_MILLISECONDS)
  const stores = {
    cache: edgeCache(options.cache, answered),
    bookkeeping: bookkeeping(env.DB, answered),
    objects: makeObjects(env.MEDIA_BUCKET, answered),
    tokens: register(tokenList(env.DB, answered), tokenTable(env.TOKENS, answered), options.clock ?? (() => new Date())),
    clock: options.clock ?? (() => new Date()),
    maxLists: Number(env.SWEEP_LISTS) || SWEEP_LISTS,
  }
  return (how) => sweep(stores, how)
}

/** What a Durable Object does for its upload, over the same bindings and its own storage. */
export function createResumableUpload(env: Env, storage: DurableObjectStorage, options: Options = {}): UploadMethods {
  const answered = answeredWithin(options.answerMilliseconds ?? ANSWER_MILLISECONDS)
  const clock = options.clock ?? (() => new Date())
  const scanner = scannerOf(env, options.connect, options.scanLimits)
  const stores = { catalog: makeCatalog(env.DB, answered), objects: makeObjects(env.MEDIA_BUCKET, answered), answered, clock, scanner }
  return resumableUpload(stores, uploadState(storage))
}

/** What a Durable Object does for the variants of its picture, over the same bindings. */
export function createVariantMaker(env: Env, options: Options = {}): VariantMethods {
  const answered = answeredWithin(options.answerMilliseconds ?? ANSWER_MILLISECONDS)
  const clock = options.clock ?? (() => new Date())
  const stores = { catalog: makeCatalog(env.DB, answered), objects: makeObjects(env.MEDIA_BUCKET, answered), answered, clock }
  // Asked for where there is a binding alone.
  return variantMaker({ ...stores, images: makeImages(env.IMAGES!, answered) }, env.LOG_REQUESTS === 'on')
}
