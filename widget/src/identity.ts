/** What the widget needs to know of a token. The server checks it; here it is only read. */
export interface Claims {
  sub: string
  iss?: string
  name?: string
  /** Seconds since 1970. */
  exp?: number
}

/** The claims of a JSON Web Token, or null when the text is not one or names nobody. */
export function readClaims(token: string): Claims | null {
  try {
    const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/')
    const bytes = Uint8Array.from(atob(payload), (character) => character.charCodeAt(0))
    const claims = JSON.parse(new TextDecoder().decode(bytes)) as Partial<Claims>
    return typeof claims.sub === 'string' && claims.sub !== '' ? (claims as Claims) : null
  } catch {
    return null
  }
}

/** Names the person on a server whom a token speaks for: what is kept in the browser is kept under it. */
export function userKeyOf(serverUrl: string, { iss, sub }: Claims): string {
  return JSON.stringify([serverUrl, iss ?? null, sub])
}

/** Equal for two tokens of one person. */
export function personOf(token: string | null | undefined): string | null {
  const claims = token ? readClaims(token) : null
  return claims ? userKeyOf('', claims) : (token ?? null)
}
