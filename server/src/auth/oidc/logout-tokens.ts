import { Injectable, Logger } from '@nestjs/common'
import type { JWTVerifyGetKey } from 'jose'
import { AppError } from '../../common/errors/app-error.js'
import { CLOCK_TOLERANCE_SECONDS, OidcClient } from './oidc-client.js'
import { isUnreachable, reasonOf } from './oidc-failure.js'
import { type Logout, LOGOUT_TOKEN_SECONDS, readLogout } from './logout-token.js'
import { OidcProblem } from './oidc-problem.js'

/** For the provider's keys, in milliseconds. */
const KEYS_TIMEOUT_MS = 5_000
/** What is signed with a secret that both sides know, or not at all, is refused. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']

/** Verifies the tokens by which the identity provider tells of a logout. */
@Injectable()
export class LogoutTokens {
  private readonly logger = new Logger('SingleSignOn')
  private keys: { readonly uri: string; readonly find: JWTVerifyGetKey } | null = null

  constructor(private readonly client: OidcClient) {}

  /** @throws AppError `invalid_request` for one that does not hold; `unavailable` where that cannot be told */
  async verify(token: string): Promise<{ issuer: string; logout: Logout }> {
    try {
      const { jwksUri, issuer, audience } = await this.client.logoutRules()
      const { jwtVerify } = await import('jose')
      const { payload } = await jwtVerify(token, await this.keysAt(jwksUri), {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        maxTokenAge: LOGOUT_TOKEN_SECONDS,
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
      })
      const logout = readLogout(payload)
      if (logout) return { issuer, logout }
    } catch (error) {
      if (error instanceof OidcProblem && error.code === 'off')
        throw new AppError('not_found', 'Single sign-on is not set up here')
      const isAway = error instanceof OidcProblem || isUnreachable(error)
      this.logger.warn({ message: 'Failed to verify a logout token', reason: reasonOf(error) })
      if (isAway) throw new AppError('unavailable', 'The identity provider cannot be reached')
    }
    throw new AppError('invalid_request', 'This is no logout token of the identity provider')
  }

  /** They are kept, and fetched anew where a token names one that is not among them. */
  private async keysAt(uri: string): Promise<JWTVerifyGetKey> {
    if (this.keys?.uri !== uri) {
      const { createRemoteJWKSet } = await import('jose')
      this.keys = { uri, find: createRemoteJWKSet(new URL(uri), { timeoutDuration: KEYS_TIMEOUT_MS }) }
    }
    return this.keys.find
  }
}
