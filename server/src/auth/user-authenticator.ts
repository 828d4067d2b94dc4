import type { IncomingHttpHeaders } from 'node:http'
import { Injectable } from '@nestjs/common'
import type { Attributes } from '@support-chat/shared'
import passport from 'passport'
import { Clock } from '../common/clock.js'
import { Config } from '../config/config.js'
import { runStrategy } from './run-strategy.js'
import { assertReadable } from './readable-token.js'
import { userJwtStrategy } from './user-jwt.strategy.js'

/** What a request, or the handshake of a socket, says of who sends it. */
export interface UserCredentials {
  /** The bearer token of a request, or `auth.token` of a handshake; null where there is none. */
  readonly token: string | null
  /** Of the request or the handshake, in small letters: `headers.cookie` for a session. */
  readonly headers: IncomingHttpHeaders
}

/** A user of the application. */
export interface UserIdentity {
  /** The application's own id of the user, 1 to 255 characters. The same person has the same one for ever. */
  readonly sub: string
  /** Required the first time that a user is seen. */
  readonly email?: string | null | undefined
  /** Shown to staff. Null removes the stored name. */
  readonly name?: string | null | undefined
  /**
   * Shown to staff as verified: names with plain values, 20 keys and 4 KiB at most. Null removes the stored ones, and left out
   * they stay.
   */
  readonly attributes?: Attributes | null | undefined
  /** When this is to be asked again, in seconds since 1970: a session's or a token's end. Sockets are closed then. */
  readonly exp: number
  /** When the e-mail address, the name and the attributes were read, in seconds since 1970: older ones never overwrite newer ones. Default: now. */
  readonly iat?: number | null | undefined
}

/**
 * Tells which user of the application a request is from. Extension point: the default verifies a JWT that the application
 * has signed, as `userJwt` says. It is asked for each request and handshake whose token is not one of staff, so it should
 * answer within milliseconds; after 5 s the answer is `unavailable`, and clients try again.
 *
 * Where it reads cookies, browsers send them by themselves: only the pages of `publicUrl` and `allowedOrigins` may use
 * them, which REST and sockets check.
 *
 * @example
 * authenticateUser: {
 *   inject: [Sessions],
 *   useFactory: (sessions: Sessions) => ({ headers }) => sessions.find(headers.cookie),
 * }
 */
export abstract class UserAuthenticator {
  /**
   * @returns null where nobody is signed in: `unauthenticated`
   * @throws AppError to be answered with its code; anything else is `internal`
   */
  abstract authenticate(credentials: UserCredentials): Promise<UserIdentity | null>
}

/** The default: the payload of a JWT of the application's. */
@Injectable()
export class JwtUserAuthenticator extends UserAuthenticator {
  private readonly passport = new passport.Passport()

  constructor(config: Config, clock: Clock) {
    super()
    this.passport.use(userJwtStrategy(config, clock))
  }

  async authenticate({ token }: UserCredentials): Promise<UserIdentity | null> {
    if (token === null) return null
    assertReadable(token)
    return runStrategy<UserIdentity>(this.passport, 'jwt', token)
  }
}
