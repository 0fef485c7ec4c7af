/** A typed client of the Media API, for browsers, Node and Workers. */
export type { Rereadable, UploadBody } from './body.ts'
export { type ClientOptions, createClient, type MediaClient, type TokenClient } from './client.ts'
export * from './errors.ts'
export type { Retry } from './retry.ts'
export type { Resume } from './send-resumable.ts'
export { srcset, VARIANT_WIDTHS, type VariantOptions, type VariantWidth } from './srcset.ts'
export type {
  Amount,
  Cancellable,
  CreatedToken,
  DeleteOutcome,
  Media,
  MediaPatch,
  MediaQuery,
  MediaSort,
  MediaType,
  OwnToken,
  Page,
  Scope,
  Token,
  TokenRequest,
  Usage,
} from './types.ts'
export type { UploadOptions, UploadProgress } from './upload.ts'
