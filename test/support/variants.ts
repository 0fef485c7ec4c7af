/** An app whose variants are made in this process, by the real Images simulator, watched; as the Durable Objects would make them. */
import { createVariantMaker, type Options } from '../../src/app.ts'
import type { Env } from '../../src/env.ts'
import type { VariantMethods } from '../../src/media/make-variant.ts'
import { type TestApp, testApp } from './app.ts'

export interface Pictures extends TestApp {
  /** What Images was asked for: a transformation and an output a call. */
  made: object[]
  /** How the next calls of Images end instead, one after another. */
  failing: (() => Promise<never>)[]
  /** The Durable Objects die: what they have in hand is lost. */
  restart(): void
}

export function pictureApp(env: Env, options: Options = {}): Pictures {
  const made: object[] = []
  const failing: Pictures['failing'] = []
  const IMAGES = {
    ...env.IMAGES!,
    input(stream: ReadableStream<Uint8Array>) {
      const asked: object[] = []
      const watch = (picture: ImageTransformer): ImageTransformer => ({
        ...picture,
        transform(how) {
          asked.push(how)
          return watch(picture.transform(how))
        },
        async output(how) {
          made.push([...asked, how])
          const fail = failing.shift()
          return fail ? fail() : picture.output(how)
        },
      })
      return watch(env.IMAGES!.input(stream))
    },
  } as ImagesBinding
  let makers = new Map<string, VariantMethods>()
  const VARIANTS = {
    idFromName: (name: string) => name,
    get(name: string) {
      const maker = makers.get(name) ?? createVariantMaker(to.env, options)
      makers.set(name, maker)
      return maker
    },
  } as unknown as DurableObjectNamespace
  const to = testApp(options, { IMAGES, VARIANTS })
  return {
    ...to,
    ...{ made, failing },
    restart() {
      makers = new Map()
    },
  }
}
