/** Link (RFC 8288 §3). Pure. */
import { percentEncode } from './percent.ts'

/** `<url>; rel="next", …` in the order given; `''` for none. What may not stand in a URL is percent-encoded, so no value ends early. */
export function linkHeader(links: readonly { url: string; rel: string }[]): string {
  return links.map(({ url, rel }) => `<${percentEncode(url, URI_CHARACTER)}>; rel="${rel}"`).join(', ')
}

/** RFC 3986 §2.2 and §2.3, and the `%` of what is encoded already. */
const URI_CHARACTER = /[A-Za-z0-9._~:/?#[\]@!$&'()*+,;=%-]/
