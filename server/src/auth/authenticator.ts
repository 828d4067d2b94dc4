import { Injectable } from '@nestjs/common'
import type { IncomingHttpHeaders } from 'node:http'
import passport from 'passport'
import { Config } from '../config/config.js'
import { AppError } from '../common/errors/app-error.js'
import { within } from '../common/within.js'
import { RequestCoalescer } from '../rate-limits/request-coalescer.js'
import { AccountsService } from './accounts.service.js'
import { isApiKey } from './api-key.source.js'
import type { Principal } from './principal.js'
import { runStrategy } from './run-strategy.js'
import { isStaffToken } from './staff-token.js'
import { staffJwtStrategy } from './staff-jwt.strategy.js'
import {
  JwtUserAuthenticator,
  UserAuthenticator,
  type UserCredentials,
  type UserIdentity,
} from './user-authenticator.js'
import { parseUserClaims } from './user-claims.js'

/** Milliseconds for an application's own sessions: a client waits for 10 s. */
const LIMIT_MS = 5_000

/**
 * Finds who a request is from, of users and of staff, the same way for REST and for sockets.
 *
 * It has a Passport of its own: the package's shared one would hold the strategies of whichever server in the process
 * was made last.
 */
@Injectable()
export class Authenticator {
  private readonly passport = new passport.Passport()
  /** Requests that come at once with the same token share one lookup of the account. */
  private readonly pending = new RequestCoalescer<Principal>()
  /** Whether users may be told by something else than a token of ours, such as a cookie. */
  readonly takesHeaders: boolean

  /** @internal Nest makes it. */
  constructor(
    config: Config,
    private readonly users: UserAuthenticator,
    private readonly accounts: AccountsService,
  ) {
    this.takesHeaders = !(users instanceof JwtUserAuthenticator)
    this.passport.use(staffJwtStrategy(config, (claims) => accounts.resolveStaff(claims)))
  }

  /**
   * @param token null where there is none
   * @param headers of the request or the handshake
   * @throws AppError `unauthenticated`; `forbidden` for an API key; `unavailable` when what is needed to decide cannot be reached
   */
  async authenticate(token: string | null, headers: IncomingHttpHeaders = {}): Promise<Principal> {
    if (token !== null && isApiKey(token)) throw new AppError('forbidden', 'API keys open /api/admin, no sockets')
    if (token !== null && isStaffToken(token)) {
      return this.pending.run(token, () => runStrategy<Principal>(this.passport, 'jwt', token))
    }
    const resolve = () => this.resolveUser(token, headers)
    // What else decides than the token is not known here.
    return token === null || this.takesHeaders ? resolve() : this.pending.run(token, resolve)
  }

  private async resolveUser(token: string | null, headers: IncomingHttpHeaders): Promise<Principal> {
    const identity = await this.ask({ token, headers })
    if (!identity) throw new AppError('unauthenticated', 'Sign in first')
    return this.accounts.resolveUser(parseUserClaims(identity))
  }

  /** What verifies our JWTs has limits of its own. */
  private ask(credentials: UserCredentials): Promise<UserIdentity | null> {
    if (!this.takesHeaders) return this.users.authenticate(credentials)
    return within(
      LIMIT_MS,
      () => this.users.authenticate(credentials),
      () => new AppError('unavailable', 'Your session could not be checked in time. Try again in a moment'),
    )
  }
}
