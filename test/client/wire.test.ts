import { expect, expectTypeOf, it } from 'vitest'
import type * as client from '../../src/client/index.ts'
import {
  type CreatedToken,
  type DeleteOutcome,
  type Media,
  type MediaList,
  type MediaPatch,
  type MediaQuery,
  type MediaSort,
  type MediaType,
  type OwnToken,
  SCOPES,
  type Scope,
  type Token,
  type TokenListAnswer,
  type TokenRequest,
  type Usage,
} from '../../src/contract/index.ts'

// Compared when types are checked (`npm run check:types`).
it('the client’s types are the contract’s', () => {
  expectTypeOf<client.Media>().toEqualTypeOf<Media>()
  expectTypeOf<client.MediaType>().toEqualTypeOf<MediaType>()
  expectTypeOf<client.MediaPatch>().branded.toEqualTypeOf<MediaPatch>()
  expectTypeOf<client.MediaSort>().toEqualTypeOf<MediaSort>()
  expectTypeOf<client.Usage>().branded.toEqualTypeOf<Usage>()
  expectTypeOf<client.DeleteOutcome>().toEqualTypeOf<DeleteOutcome>()
  expectTypeOf<keyof client.MediaQuery>().toEqualTypeOf<Exclude<keyof MediaQuery, 'cursor'>>()
  expectTypeOf<client.Scope>().toEqualTypeOf<Scope>()
  expectTypeOf<Omit<client.Page<client.Media>, 'next'>>().toEqualTypeOf<MediaList>()
  expectTypeOf<client.Token>().toEqualTypeOf<Token>()
  expectTypeOf<client.OwnToken>().branded.toEqualTypeOf<OwnToken>()
  expectTypeOf<client.CreatedToken>().branded.toEqualTypeOf<CreatedToken>()
  expectTypeOf<client.TokenRequest>().toEqualTypeOf<TokenRequest>()
  expectTypeOf<Omit<client.Page<client.Token>, 'next'>>().toEqualTypeOf<TokenListAnswer>()
  expect(SCOPES).toHaveLength(5)
})
