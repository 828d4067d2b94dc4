import type { ApiError, SupportChat } from '@support-chat/shared'
import {
  callRest,
  explainError,
  TIMINGS,
  RequestError,
  startStopwatch,
  userChatRoute,
  withTimeout,
} from '@support-chat/shared/client'
import type { ChatError } from './chat-snapshot.js'
import { readClaims, userIdOf, userKeyOf, type Claims, type PageUser } from './identity.js'

/** What the page gives to sign its user in with. */
export interface TokenSource {
  /** The page's `token`, unless it is out of date. */
  readonly currentToken: string | null
  getToken: (() => string | Promise<string>) | undefined
  user: PageUser
  /** With `include`, and neither of the two above, cookies say who it is. */
  credentials: 'include' | 'omit'
  /** Counts how often `getToken` was assigned: what an earlier one answers does not count any more. */
  assigned: number
}

/** Why there is no token that can be used. */
const refused = (message: string, code: ChatError['code'] = 'unauthenticated') =>
  new RequestError({ code, message } as ApiError)

/** The page's tokens, all of one user: none is used before it is known whose it is. */
export class TokenProvider {
  /** Who the person is, as the first token says. */
  claims: Claims | undefined
  readonly serverUrl: string
  readonly #source: TokenSource
  readonly #asksServer: boolean
  readonly #onMismatch: (error: RequestError) => void
  /** Milliseconds since the page last said who is signed in. */
  age: () => number = () => Infinity
  /** The last one that the page gave, and whether it is still to be used. */
  #token = ''
  #isUnused = false
  /** The token that was checked last, if it failed. */
  #refused: string | null | undefined
  #asking: Promise<string> | undefined
  /** The source's `assigned` when `#asking` began. */
  #assigned = 0

  /**
   * @param asksServer whether there is a server that knows whose a token is that cannot be read here
   * @param onMismatch is called with the error of another user's token, which is not used
   */
  constructor(source: TokenSource, serverUrl: string, asksServer: boolean, onMismatch: (error: RequestError) => void) {
    this.#source = source
    this.serverUrl = serverUrl
    this.#asksServer = asksServer
    this.#onMismatch = onMismatch
  }

  /**
   * The first token of a session: the source's own, or `getToken`'s where there is none or it has failed. @throws
   */
  async first(): Promise<Claims> {
    const { currentToken: token } = this.#source
    await (token && token !== this.#refused ? this.#checked(token) : this.#ask())
    this.#isUnused = true
    return this.claims as Claims
  }

  /**
   * While the page's backend is away, the token before serves as long as `user` says whose turn it is.
   * @param again the server would not take the last one @throws
   */
  async get(again: boolean): Promise<string> {
    const isUnused = this.#isUnused && !again && !this.#isOld
    this.#isUnused = false
    try {
      return isUnused ? this.#token : await this.#ask()
    } catch (cause) {
      if (again || !this.claims || userIdOf(this.#source.user) !== this.claims.sub) throw cause
      return this.#token
    }
  }

  /** Whether `getToken` is due, to learn whether the user is still the same. */
  isDue(anew: boolean): boolean {
    return (anew || this.#isOld) && Boolean(this.#source.getToken || this.#byCookie)
  }

  /** Asks `getToken` who is there. @param anew what is being asked already does not count @throws */
  async confirm(anew: boolean): Promise<void> {
    if (anew) this.#asking = undefined
    await this.#ask()
  }

  /** Cookies say who it is, and no token. */
  get #byCookie(): boolean {
    const { currentToken, getToken, credentials } = this.#source
    return !currentToken && !getToken && credentials === 'include'
  }

  get #isOld(): boolean {
    return this.age() >= TIMINGS.tokenAge
  }

  /** Concurrent calls share one request, unless `getToken` was assigned anew: the earlier one may never answer. */
  #ask(): Promise<string> {
    const { assigned } = this.#source
    if (this.#asking && assigned === this.#assigned) return this.#asking
    this.#assigned = assigned
    const asking = this.#fetch().finally(() => {
      if (this.#asking === asking) this.#asking = undefined
    })
    return (this.#asking = asking)
  }

  async #fetch(): Promise<string> {
    const { getToken, currentToken: token, assigned } = this.#source
    const given = getToken ? await withTimeout(TIMINGS.token, (async () => getToken())()).catch(() => undefined) : token
    if (assigned !== this.#source.assigned) return this.#ask()
    if (given === undefined) throw refused('getToken failed')
    return this.#checked(given)
  }

  async #checked(token: string | null): Promise<string> {
    this.#refused = token
    const claims = await this.#identify(token)
    const user = userIdOf(this.#source.user)
    let error
    if (user !== undefined && user !== claims.sub) error = refused('The token is not of `user`', 'wrong_user')
    else if (keyOf(this.claims ?? claims) !== keyOf(claims)) error = refused('The user has changed')
    if (error) {
      this.#onMismatch(error)
      throw error
    }
    this.claims = claims
    this.#refused = undefined
    this.age = startStopwatch()
    return (this.#token = token ?? '')
  }

  async #identify(token: unknown): Promise<Claims> {
    const text = typeof token === 'string' ? token : ''
    const claims = readClaims(text)
    if (claims) return claims
    if (!this.#asksServer || !(this.#byCookie || /^[!-~]+$/.test(text))) {
      throw refused('The token is not a JSON Web Token')
    }
    const call = { method: 'GET', token: text, timeout: TIMINGS.requestTimeout, credentials: this.#source.credentials }
    try {
      return { sub: (await callRest<SupportChat>(this.serverUrl + userChatRoute, call)).external_id }
    } catch (cause) {
      throw new RequestError(await explainError(cause, this.serverUrl, TIMINGS.requestTimeout))
    }
  }
}

const keyOf = (claims: Claims) => userKeyOf('', claims)
