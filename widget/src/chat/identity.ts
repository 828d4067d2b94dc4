import { payloadOf } from '@support-chat/shared/client'

/** What the widget needs to know of a token. The server checks it; here it is only read. */
export interface Claims {
  sub: string
  iss?: string
  name?: string
}

/** The claims of a JSON Web Token, or null when the text is not one or names nobody. */
export function readClaims(token: string): Claims | null {
  const claims = payloadOf(token)
  return claims?.['sub'] && typeof claims['sub'] === 'string' ? (claims as unknown as Claims) : null
}

/** Names the person on a server whom a token speaks for: what is kept in the browser is kept under it. */
export function userKeyOf(serverUrl: string, { iss, sub }: Claims): string {
  return JSON.stringify([serverUrl, iss ?? null, sub])
}

/** Equal for two tokens of one person. */
export function personOf(token: string | null | undefined): string | null {
  const claims = readClaims(token ?? '')
  return claims ? userKeyOf('', claims) : (token ?? null)
}

/** The page's own id of its user as a token would have it in `sub`; undefined where the page does not say. */
export const nameOf = (user: unknown): string | undefined =>
  user === false ? undefined : String(user ?? '') || undefined

/** What a page has said of its user at one moment. */
export interface Said {
  user: string | undefined
  token: string | null
  person: string | null
  serverUrl: unknown
  credentials: unknown
  /** See `TokenGiver`. */
  assigned: number
}

export const saidBy = ({
  mock,
  user,
  token,
  serverUrl,
  credentials,
  assigned,
}: Omit<Said, 'user' | 'person'> & { user: unknown; mock: boolean }): Said => ({
  // Whoever it is, a made-up conversation is theirs.
  user: mock ? undefined : nameOf(user),
  token,
  person: personOf(token),
  serverUrl,
  credentials,
  assigned,
})

/**
 * Whether a page has gone over to another user. `user` decides where it is set, else the token does.
 * @param claims of the one whose conversation is open, where that is known
 */
export function namesAnother(before: Said, now: Said, claims: Claims | undefined, isOpen: boolean): boolean {
  if (now.user !== undefined) {
    return now.user !== before.user && (before.user !== undefined || (claims !== undefined && claims.sub !== now.user))
  }
  // There is none any more, or only the server can tell: whoever is asked next says who it is.
  if (now.person === now.token) return false
  if (now.person === before.person || (claims && now.person === userKeyOf('', claims))) return false
  return isOpen || Boolean(before.token)
}
