/** Where clamd is: the variable `CLAMD`. */

export interface ClamdAddress {
  hostname: string
  port: number
  tls: boolean
}

/** Its value is not in the message: it goes to the log, and may hold what somebody mistook for an address. */
const EXPECTED = 'CLAMD is malformed: expected tcp://host:port or tls://host:port'

const ADDRESS = /^(tcp|tls):\/\/([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]):(\d{1,5})\/?$/

/** @throws Error */
export function clamdAddress(given: string): ClamdAddress {
  const [, scheme, hostname, digits] = ADDRESS.exec(given) ?? []
  const port = Number(digits)
  if (!scheme || !hostname || port < 1 || port > 65_535) throw new Error(EXPECTED)
  return { hostname, port, tls: scheme === 'tls' }
}
