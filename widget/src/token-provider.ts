import type { ErrorCode, SupportChat } from '@support-chat/shared'
import { callRest, PACE, userChatRoute, within } from '@support-chat/shared/client'
import { nameOf, readClaims, userKeyOf, type Claims } from './identity.js'

/** For so long after it was given, in milliseconds, a token still says who is signed in to the page. */
const FRESH = 60_000

/** What the page gives to sign its user in with. */
export interface TokenGiver {
  token: string | null
  getToken: (() => string | Promise<string>) | undefined
  user: unknown
  /** Counts how often `getToken` was assigned: what an earlier one answers does not count any more. */
  assigned: number
}

/** Why there is no token that can be used. */
export class TokenError extends Error {
  readonly code: ErrorCode | 'wrong_user'

  constructor(message: string, code: TokenError['code'] = 'unauthenticated') {
    super(message)
    this.code = code
  }
}

/** The page's tokens, all of one person: none is used before it is known whose it is. */
export class TokenProvider {
  /** Who the person is, as the first token says. */
  claims: Claims | undefined
  readonly serverUrl: string
  readonly #giver: TokenGiver
  readonly #asksServer: boolean
  readonly #onMismatch: (error: TokenError) => void
  #unused: string | null = null
  #givenAt = 0
  #asking: Promise<string> | undefined

  /**
   * @param asksServer whether there is a server that knows whose a token is that cannot be read here
   * @param onMismatch hears of a token of somebody else, which is not used
   */
  constructor(giver: TokenGiver, serverUrl: string, asksServer: boolean, onMismatch: (error: TokenError) => void) {
    this.#giver = giver
    this.serverUrl = serverUrl
    this.#asksServer = asksServer
    this.#onMismatch = onMismatch
  }

  /** The first token, or the first one after a break: the one that the page has written down, where it has. @throws */
  async first(): Promise<Claims> {
    const { token } = this.#giver
    this.#unused = token ? await this.#checked(token) : await this.#ask()
    return this.claims as Claims
  }

  /** @param refused the server would not take the last one @throws */
  readonly get = async (refused: boolean): Promise<string> => {
    const unused = refused || this.#isOld ? null : this.#unused
    this.#unused = null
    return unused ?? this.#ask()
  }

  /** Whether `getToken` is due, to hear whether the user is still the same. */
  isDue(now = this.#isOld): boolean {
    return now && Boolean(this.#giver.getToken)
  }

  /** Asks `getToken`, whatever it said before. @throws */
  async confirm(): Promise<void> {
    this.#asking = undefined
    await this.#ask()
  }

  get #isOld(): boolean {
    return Date.now() - this.#givenAt >= FRESH
  }

  #ask(): Promise<string> {
    const asking = (this.#asking ??= this.#fetch().finally(() => {
      if (this.#asking === asking) this.#asking = undefined
    }))
    return asking
  }

  async #fetch(): Promise<string> {
    const { getToken, token, assigned } = this.#giver
    const given = getToken ? await within(PACE.token, (async () => getToken())()).catch(refuse) : token
    return assigned === this.#giver.assigned ? this.#checked(given) : this.#fetch()
  }

  async #checked(token: string | null): Promise<string> {
    const claims = await this.#identify(token)
    const user = nameOf(this.#giver.user)
    let error
    if (user !== undefined && user !== claims.sub) error = new TokenError('The token is not of `user`', 'wrong_user')
    else if (keyOf(this.claims ?? claims) !== keyOf(claims)) error = new TokenError('The user has changed')
    if (error) {
      this.#onMismatch(error)
      throw error
    }
    this.claims = claims
    this.#givenAt = Date.now()
    return token as string
  }

  async #identify(token: unknown): Promise<Claims> {
    const text = typeof token === 'string' ? token : ''
    const claims = readClaims(text)
    if (claims) return claims
    if (!this.#asksServer || !/^[!-~]+$/.test(text)) {
      throw new TokenError('The token is not a JSON Web Token')
    }
    const url = this.serverUrl + userChatRoute
    return {
      sub: (
        await callRest<SupportChat>(url, {
          method: 'GET',
          token: text,
          body: null,
          timeout: PACE.answer,
          credentials: 'omit',
        })
      ).external_id,
    }
  }
}

const keyOf = (claims: Claims) => userKeyOf('', claims)

function refuse(): never {
  throw new TokenError('getToken failed')
}
