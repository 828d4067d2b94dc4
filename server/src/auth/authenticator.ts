import { Injectable } from '@nestjs/common'
import jwt from 'jsonwebtoken'
import passport from 'passport'
import { Config } from '../config/config.js'
import { AppError } from '../common/errors/app-error.js'
import { SharedWork } from '../rate-limits/shared-work.js'
import { AccountsService } from './accounts.service.js'
import type { Principal } from './principal.js'
import { assertReadable } from './readable-token.js'
import { staffJwtStrategy } from './staff-jwt.strategy.js'
import { userJwtStrategy } from './user-jwt.strategy.js'

/**
 * Tells who bears a token, the same for REST and sockets.
 *
 * It has a Passport of its own, since the shared one would mix up two servers in one process.
 */
@Injectable()
export class Authenticator {
  private readonly passport = new passport.Passport()
  /** A program that asks a hundred things at once is looked up once, and not in the way of others. */
  private readonly asked = new SharedWork<Principal>()

  constructor(config: Config, accounts: AccountsService) {
    this.passport.use(
      'staff-jwt',
      staffJwtStrategy(config, (claims) => accounts.recogniseStaff(claims)),
    )
    this.passport.use(
      'user-jwt',
      userJwtStrategy(config, (claims) => accounts.recogniseUser(claims)),
    )
  }

  /** @throws AppError `unauthenticated`; `unavailable` when what is needed to decide cannot be reached */
  async authenticate(token: string): Promise<Principal> {
    assertReadable(token)
    return this.asked.run(token, () => this.recognise(token))
  }

  private recognise(token: string): Promise<Principal> {
    return new Promise((resolve, reject) => {
      const request = { headers: { authorization: `Bearer ${token}` } }
      const done = (error: unknown, principal: Principal | false | undefined, reasons: unknown) => {
        if (principal) resolve(principal)
        else reject((error ?? refusal(reasons)) as Error)
      }
      const strategies = ['staff-jwt', 'user-jwt']
      const middleware = this.passport.authenticate(strategies, { session: false }, done) as Middleware
      middleware(request, {}, reject)
    })
  }
}

type Middleware = (request: object, response: object, next: (error: unknown) => void) => void

/** @param reasons why each strategy refused, the user's last */
function refusal(reasons: unknown): AppError {
  const errors = [reasons].flat()
  if (errors.some((error) => error instanceof jwt.TokenExpiredError)) {
    return new AppError('unauthenticated', 'The token has expired')
  }
  // Anything else than a verdict of ours is the library's way of saying no.
  return errors.find((error) => error instanceof AppError) ?? new AppError('unauthenticated', 'The token is not valid')
}
