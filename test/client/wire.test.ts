import { expect, expectTypeOf, it } from 'vitest'
import type * as client from '../../src/client/index.ts'
import {
  type CreatedToken,
  type Media,
  type MediaList,
  type MediaPatch,
  type MediaType,
  SCOPES,
  type Scope,
  type Token,
  type TokenListAnswer,
  type TokenRequest,
} from '../../src/contract/index.ts'

// Compared when types are checked (`npm run check:types`).
it('the client’s types are the contract’s', () => {
  expectTypeOf<client.Media>().toEqualTypeOf<Media>()
  expectTypeOf<client.MediaType>().toEqualTypeOf<MediaType>()
  expectTypeOf<client.MediaPatch>().branded.toEqualTypeOf<MediaPatch>()
  expectTypeOf<client.Scope>().toEqualTypeOf<Scope>()
  expectTypeOf<Omit<client.Page<client.Media>, 'next'>>().toEqualTypeOf<MediaList>()
  expectTypeOf<client.Token>().toEqualTypeOf<Token>()
  expectTypeOf<client.CreatedToken>().branded.toEqualTypeOf<CreatedToken>()
  expectTypeOf<client.TokenRequest>().toEqualTypeOf<TokenRequest>()
  expectTypeOf<Omit<client.Page<client.Token>, 'next'>>().toEqualTypeOf<TokenListAnswer>()
  expect(SCOPES).toHaveLength(5)
})
