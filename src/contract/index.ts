/** The wire, declared once. */
export * from './error.ts'
export * from './media.ts'
export * from './tokens.ts'
