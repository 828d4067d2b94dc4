import { readClaims, userKeyOf } from './identity.js'
import type { Session, SessionOptions, SessionSource } from './session.js'

export interface SignInOptions extends Omit<SessionOptions, 'userKey'> {
  source: SessionSource
  getToken: (refused: boolean) => Promise<string>
  /** Asked once it is known who the user is: the page may have signed them out meanwhile. */
  wanted: () => boolean
}

export interface SignedIn {
  session: Session
  userKey: string
  userName: string | undefined
}

/** The page gave no usable token. */
export class TokenError extends Error {}

/**
 * Opens the session of whoever the page's token speaks for.
 * @param switched called when a later token speaks for somebody else; that token is not used
 * @throws TokenError
 */
export async function signIn(options: SignInOptions, switched: () => void): Promise<SignedIn> {
  const { source, getToken, wanted, ...others } = options
  let first: string | null = await getToken(false).catch(refuse)
  const claims = readClaims(first)
  if (!claims) throw new TokenError('The token is not a JSON Web Token with a sub claim')
  if (!wanted()) throw new TokenError('The user has signed out')
  const userKey = userKeyOf(others.serverUrl, claims)
  const ask = async (refused: boolean) => {
    const token = (refused ? null : first) ?? (await getToken(refused))
    first = null
    const now = readClaims(token)
    if (!now || userKeyOf(others.serverUrl, now) === userKey) return token
    switched()
    throw new TokenError('The user has changed')
  }
  return { session: await source({ ...others, userKey, getToken: ask }), userKey, userName: claims.name }
}

function refuse(cause: unknown): never {
  throw new TokenError('getToken failed', { cause })
}
