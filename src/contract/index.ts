/** The wire, declared once. */
export { cursorOf, type Position, positionOf } from './cursor.ts'
export * from './error.ts'
export * from './health.ts'
export * from './media.ts'
export { secondsOf, timestampOf } from './timestamp.ts'
export * from './tokens.ts'
