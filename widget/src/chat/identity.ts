import { payloadOf } from '@support-chat/shared/client'

/** What the widget needs to know of a token. The server checks it; here it is only read. */
export interface Claims {
  sub: string
  iss?: string
  name?: string
}

/** Names a person on a server: what the browser keeps of a user is kept under it. */
export type UserKey = string

/** The claims of a JSON Web Token, or null when the text is not one or names nobody. */
export function readClaims(token: string): Claims | null {
  const claims = payloadOf(token)
  return claims?.['sub'] && typeof claims['sub'] === 'string' ? (claims as unknown as Claims) : null
}

/** @param serverUrl empty where the same person on any server is meant */
export function userKeyOf(serverUrl: string, { iss, sub }: Claims): UserKey {
  return JSON.stringify([serverUrl, iss ?? null, sub])
}

/** Equal for two tokens of one person on one server; a token that cannot be read here stands for itself. */
export function userKeyOfToken(token: string | null | undefined): UserKey | null {
  const claims = readClaims(token ?? '')
  return claims ? userKeyOf('', claims) : (token ?? null)
}

/** What a page gives as its `user`; false is what a template's `user && user.id` leaves. */
export type PageUser = string | number | false | null | undefined

/** The page's own id of its user as a token would have it in `sub`; undefined where the page does not say. */
export const userIdOf = (user: PageUser): string | undefined =>
  user === false ? undefined : String(user ?? '') || undefined

/** What a page says of its user at one moment. */
export interface PageIdentity {
  user: string | undefined
  token: string | null
  userKey: UserKey | null
  serverUrl: unknown
  credentials: unknown
  /** See `TokenSource`. */
  assigned: number
}

export const pageIdentityOf = ({
  mock,
  user,
  currentToken: token,
  serverUrl,
  credentials,
  assigned,
}: Pick<PageIdentity, 'serverUrl' | 'credentials' | 'assigned'> & {
  user: PageUser
  currentToken: string | null
  mock: boolean
}): PageIdentity => ({
  // Mock mode ignores it.
  user: mock ? undefined : userIdOf(user),
  token,
  userKey: userKeyOfToken(token),
  serverUrl,
  credentials,
  assigned,
})

/**
 * Whether a page has gone over to another user. `user` decides where it is set, else the token does.
 * @param claims of the one whose chat is open, where that is known
 */
export function isAnotherUser(
  before: PageIdentity,
  now: PageIdentity,
  claims: Claims | undefined,
  isOpen: boolean,
): boolean {
  if (now.user !== undefined) {
    return now.user !== before.user && (before.user !== undefined || (claims !== undefined && claims.sub !== now.user))
  }
  // No token, or an opaque one: `getToken` or the server will tell whose it is.
  if (now.userKey === now.token) return false
  if (now.userKey === before.userKey || (claims && now.userKey === userKeyOf('', claims))) return false
  return isOpen || Boolean(before.token)
}
