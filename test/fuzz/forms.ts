/** Forms of the boundary `b` made by the grammar, and broken where grammars break. */
import fc from 'fast-check'

/** A byte a character. */
export const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0))
/** `unit` again and again, `length` bytes of it. */
export function repeated(unit: string, length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  for (let i = 0; i < length; i++) bytes[i] = unit.charCodeAt(i % unit.length)
  return bytes
}

export const FIELD = 'Content-Disposition: form-data; name="a"\r\n'
export const FILE = 'Content-Disposition: form-data; name="file"; filename="a.jpg"\r\n'

const usually = <T>(usual: T, ...odd: T[]) =>
  fc.oneof({ weight: 8, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...odd) })
const disposition = fc.constantFrom(FIELD, FILE, "Content-Disposition: form-data; name=a; filename*=UTF-8''%ff\r\n")
const line = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('X: y\r\n', ' folded\r\n', 'Content-Type: image/jpeg\r\n') },
  { weight: 1, arbitrary: fc.constantFrom(FIELD, 'none\r\n', '\n', '\r', 'X\0: y\r\n', 'Content-Disposition: attachment\r\n', ': y\r\n') },
)
const data = fc
  .array(
    fc.oneof(
      fc.constantFrom('\r', '\n', '\r\n', '--', '--b', '\r\n--', '\r\n--bx', '\r\n--b -', '\r\n--b\r', '\r\n\r\n--', 'x'),
      fc.string({ maxLength: 5 }),
    ),
    { maxLength: 8 },
  )
  .map((pieces) => pieces.join(''))
const part = fc
  .tuple(disposition, fc.array(line, { maxLength: 2 }), usually('\r\n', '\n', ''), data)
  .map(([first, lines, end, body]) => `${first}${lines.join('')}${end}${body}`)
const delimiter = usually('\r\n--b\r\n', '\r\n--b \t\r\n', '\r\n--b\n', '--b\r\n')
const close = usually('\r\n--b--\r\n', '\r\n--b--', '\r\n--b- -', '', '\r\n--b--epilogue\r\n--b\r\n')

/** Well-formed but for a place or two. */
export const formOf: fc.Arbitrary<Uint8Array> = fc
  .tuple(fc.constantFrom('', '', '', 'preamble\r\n', '\r\n', 'x'), fc.array(fc.tuple(part, delimiter), { maxLength: 5 }), part, close)
  .map(([preamble, parts, last, end]) => latin1(`${preamble}--b\r\n${parts.map(([text, next]) => text + next).join('')}${last}${end}`))
