import jwt from 'jsonwebtoken'
import type passport from 'passport'
import { AppError } from '../common/errors/app-error.js'

type Passport = InstanceType<typeof passport.Passport>
type Middleware = (request: object, response: object, next: (error: unknown) => void) => void

/**
 * Has a strategy of Passport verify a token.
 * @throws AppError `unauthenticated`; what the strategy throws
 */
export function runStrategy<T>(passport: Passport, strategy: string, token: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = { headers: { authorization: `Bearer ${token}` } }
    const done = (error: Error | null, verified: T | false | undefined, reasons: unknown) => {
      if (verified) resolve(verified)
      else reject(error ?? toAuthError(reasons))
    }
    const middleware = passport.authenticate(strategy, { session: false }, done) as Middleware
    middleware(request, {}, reject)
  })
}

/** @param reasons why the strategy refused */
function toAuthError(reasons: unknown): AppError {
  const errors = [reasons].flat()
  if (errors.some((error) => error instanceof jwt.TokenExpiredError)) {
    return new AppError('unauthenticated', 'The token has expired')
  }
  // Errors that are not ours are the library's: what they say is not for the caller.
  return errors.find((error) => error instanceof AppError) ?? new AppError('unauthenticated', 'The token is not valid')
}
