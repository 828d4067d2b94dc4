import { Injectable } from '@nestjs/common'
import jwt from 'jsonwebtoken'
import { z } from 'zod'
import { readClaims } from '../auth/readable-token.js'
import { AppError } from '../common/errors/app-error.js'
import { Config } from '../config/config.js'
import { staffKeys } from '../config/staff-keys.js'
import type { User } from '../users/user.entity.js'

const AUDIENCE = 'support-chat:totp-setup'
const VALIDITY_SECONDS = 15 * 60

const claims = z.object({ sub: z.uuid(), exp: z.number(), ver: z.number().int() })

/** Whose a token is, and the version of the account's sessions that it was made for. */
export type TotpSetupClaims = z.output<typeof claims>

/** Tokens of who has given the right password and needs a second factor to get in. They open nothing else than its setup. */
@Injectable()
export class TotpSetupTokens {
  /** The first signs. */
  private readonly keys: readonly [Buffer, ...Buffer[]]

  constructor(config: Config) {
    this.keys = staffKeys(config, 'support-chat totp setup')
  }

  sign({ id, sessionVersion }: User): string {
    const options = { algorithm: 'HS256', subject: id, audience: AUDIENCE, expiresIn: VALIDITY_SECONDS } as const
    return jwt.sign({ ver: sessionVersion }, this.keys[0], options)
  }

  /** Whether a token says that it is one. Nothing of it is verified. */
  isOne(token: string): boolean {
    return readClaims(token)?.['aud'] === AUDIENCE
  }

  /** @throws AppError `unauthenticated` */
  verify(token: string): TotpSetupClaims {
    for (const key of this.keys) {
      try {
        return claims.parse(jwt.verify(token, key, { algorithms: ['HS256'], audience: AUDIENCE }))
      } catch {
        // Another key may have signed it.
      }
    }
    throw new AppError('unauthenticated', 'This took too long: sign in again')
  }
}
