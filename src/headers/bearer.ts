/** Bearer tokens in Authorization and WWW-Authenticate (RFC 6750, RFC 9110 §11). Pure. */

/** RFC 6750 §2.1: the scheme in any case, blanks, a token68, nothing after it; otherwise null. */
export function bearerToken(header: string | null | undefined): string | null {
  return /^bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(header ?? '')?.[1] ?? null
}

/** RFC 6750 §3: of a 401, or with the scope that was missing of a 403. */
export function challenge(scope?: string): string {
  return scope === undefined ? 'Bearer' : `Bearer error="insufficient_scope", scope="${scope}"`
}
