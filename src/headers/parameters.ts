/** The `; name=value` tail that Content-Type and Content-Disposition share (RFC 9110 §5.6.6). Pure. */

export interface Parameter {
  /** Lower case. */
  name: string
  /** As it stands: of a quoted string what is between the quotes, its escapes still in it. */
  value: string
  quoted: boolean
}

// Every piece is optional, so that it always matches and never goes back over what it has read.
const NAME = /[ \t]*([^\s=;"]*)[ \t]*(=?)[ \t]*/y

/**
 * Splits a header value into what stands before the first `;` (lower case) and its parameters in order.
 * Lenient where no reading is ambiguous: a value without quotes reaches to the next `;`, an unfinished quoted string to the end.
 */
export function splitParameters(header: string): { head: string; parameters: Parameter[] } {
  const parameters: Parameter[] = []
  let at = header.indexOf(';')
  const head = (at < 0 ? header : header.slice(0, at)).trim().toLowerCase()
  while (at >= 0) {
    NAME.lastIndex = at + 1
    const [text, name, equals] = NAME.exec(header) as RegExpExecArray
    let end = at + 1 + (text?.length ?? 0)
    if (name && equals) {
      const quoted = header[end] === '"'
      const start = quoted ? end + 1 : end
      end = quoted ? closingQuote(header, start) : nextSemicolon(header, start)
      const value = header.slice(start, end)
      parameters.push({ name: name.toLowerCase(), value: quoted ? value : value.trim(), quoted })
      if (quoted) end++
    }
    at = header.indexOf(';', end)
  }
  return { head, parameters }
}

function nextSemicolon(header: string, from: number): number {
  const at = header.indexOf(';', from)
  return at < 0 ? header.length : at
}

/** Browsers write a name that ends in a backslash as `"name\"`: then the last quote closes, though an escape would hide it. */
function closingQuote(header: string, from: number): number {
  for (let i = from; i < header.length; i++) {
    if (header[i] === '"') return i
    if (header[i] === '\\') i++
  }
  return header.endsWith('"') && header.length > from ? header.length - 1 : header.length
}
