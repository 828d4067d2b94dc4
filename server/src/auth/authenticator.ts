import { Injectable } from '@nestjs/common'
import jwt from 'jsonwebtoken'
import passport from 'passport'
import { Clock } from '../common/clock.js'
import { Config } from '../config/config.js'
import { AppError } from '../common/errors/app-error.js'
import { RequestCoalescer } from '../rate-limits/request-coalescer.js'
import { AccountsService } from './accounts.service.js'
import { isApiKey } from './api-key.source.js'
import type { Principal } from './principal.js'
import { assertReadable } from './readable-token.js'
import { staffJwtStrategy } from './staff-jwt.strategy.js'
import { userJwtStrategy } from './user-jwt.strategy.js'

/**
 * Verifies tokens, of users and of staff, the same way for REST and for sockets.
 *
 * It has a Passport of its own: the package's shared one would hold the strategies of whichever server in the process
 * was made last.
 */
@Injectable()
export class Authenticator {
  private readonly passport = new passport.Passport()
  /** Requests that come at once with the same token share one lookup of the account. */
  private readonly pending = new RequestCoalescer<Principal>()

  constructor(config: Config, clock: Clock, accounts: AccountsService) {
    this.passport.use(
      'staff-jwt',
      staffJwtStrategy(config, (claims) => accounts.resolveStaff(claims)),
    )
    this.passport.use(
      'user-jwt',
      userJwtStrategy(config, clock, (claims) => accounts.resolveUser(claims)),
    )
  }

  /** @throws AppError `unauthenticated`; `forbidden` for an API key; `unavailable` when what is needed to decide cannot be reached */
  async authenticate(token: string): Promise<Principal> {
    if (isApiKey(token)) throw new AppError('forbidden', 'API keys open /api/admin, no sockets')
    assertReadable(token)
    return this.pending.run(token, () => this.verify(token))
  }

  private verify(token: string): Promise<Principal> {
    return new Promise((resolve, reject) => {
      const request = { headers: { authorization: `Bearer ${token}` } }
      const done = (error: unknown, principal: Principal | false | undefined, reasons: unknown) => {
        if (principal) resolve(principal)
        else reject((error ?? toAuthError(reasons)) as Error)
      }
      const strategies = ['staff-jwt', 'user-jwt']
      const middleware = this.passport.authenticate(strategies, { session: false }, done) as Middleware
      middleware(request, {}, reject)
    })
  }
}

type Middleware = (request: object, response: object, next: (error: unknown) => void) => void

/** @param reasons why each strategy refused; that of the users' strategy comes last */
function toAuthError(reasons: unknown): AppError {
  const errors = [reasons].flat()
  if (errors.some((error) => error instanceof jwt.TokenExpiredError)) {
    return new AppError('unauthenticated', 'The token has expired')
  }
  // Errors that are not ours are the library's: what they say is not for the caller.
  return errors.find((error) => error instanceof AppError) ?? new AppError('unauthenticated', 'The token is not valid')
}
