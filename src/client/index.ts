/** A typed client of the Media API, for browsers, Node and Workers. */
export type { Rereadable, UploadBody } from './body.ts'
export { type ClientOptions, createClient, type MediaClient, type TokenClient } from './client.ts'
export * from './errors.ts'
export type { Retry } from './retry.ts'
export type { Resume } from './send-resumable.ts'
export { srcset, VARIANT_WIDTHS, type VariantOptions, type VariantWidth } from './srcset.ts'
export type {
  Cancellable,
  CreatedToken,
  Media,
  MediaPatch,
  MediaQuery,
  MediaType,
  Page,
  Scope,
  Token,
  TokenRequest,
} from './types.ts'
export type { UploadOptions, UploadProgress } from './upload.ts'
