import { Injectable } from '@nestjs/common'
import type { Setup, TokenReport } from '@support-chat/shared'
import { TOKEN_CHECKS } from '@support-chat/shared/contract'
import jwt from 'jsonwebtoken'
import { Clock } from '../common/clock.js'
import { AppError } from '../common/errors/app-error.js'
import { Config } from '../config/config.js'
import { secretsOf } from '../config/secret-rotation.js'
import { assertReadable, readClaims } from './readable-token.js'
import { isStaffToken } from './staff-token.js'
import { JwtUserAuthenticator, UserAuthenticator } from './user-authenticator.js'
import { assertInTime, readUserClaims } from './user-claims.js'
import { UserKeys } from './user-keys.js'

type CheckName = (typeof TOKEN_CHECKS)[number]

/**
 * Says what is wrong with a user's token, one step after the other: for whoever writes the code that signs them. Refusals of
 * real requests say less, since anybody can make those.
 */
@Injectable()
export class TokenChecker {
  readonly kind: Setup['user_tokens']
  private readonly keys: UserKeys | null

  constructor(
    private readonly config: Config,
    private readonly users: UserAuthenticator,
    clock: Clock,
  ) {
    const { key } = config.userJwt
    this.keys = 'jwksUrl' in key ? new UserKeys(key.jwksUrl, clock) : null
    const isOurs = users instanceof JwtUserAuthenticator
    this.kind = isOurs ? (this.keys ? 'jwks' : 'secret') : 'application'
  }

  /** Neither keeps the token nor makes a user. @throws AppError `unavailable` where the keys cannot be reached */
  async check(token: string): Promise<TokenReport> {
    const claims = readClaims(token)
    const checks: TokenReport['checks'] = []
    for (const name of TOKEN_CHECKS) {
      const detail = await this.problem(name, token, claims ?? {})
      checks.push({ name, ok: detail === null, detail })
      if (detail !== null) break
    }
    return { ok: checks.every(({ ok }) => ok), checks, user: userOf(claims) }
  }

  /** What is wrong, in a sentence; null for nothing. */
  private async problem(name: CheckName, token: string, claims: Record<string, unknown>): Promise<string | null> {
    const { issuer, audience } = this.config.userJwt
    switch (name) {
      case 'readable':
        return refusal(() => assertReadable(token))
      case 'signature':
        return this.signatureProblem(token)
      case 'issuer':
        return mismatch('iss', issuer, claims['iss'])
      case 'audience':
        return mismatch('aud', audience, claims['aud'])
      case 'claims':
        return refusal(() => readUserClaims(claims)) ?? (claims['email'] ? null : 'The claim email is missing')
      case 'times':
        return refusal(() => assertInTime(readUserClaims(claims)))
    }
  }

  private async signatureProblem(token: string): Promise<string | null> {
    if (isStaffToken(token)) return 'It is a token of staff: sign one for a user'
    if (this.kind === 'application') return this.refusedByApplication(token)
    const { alg, kid } = assertReadable(token)
    const { key } = this.config.userJwt
    if ('secret' in key) {
      if (alg !== 'HS256') return `It is signed with ${String(alg)}: sign it with HS256`
      const secrets = secretsOf(key.secret)
      return secrets.some((secret) => isSignedWith(token, secret)) ? null : 'It is signed with another secret'
    }
    if (alg !== 'RS256' && alg !== 'ES256') return `It is signed with ${String(alg)}: sign it with RS256 or ES256`
    const found = await this.keys?.find(typeof kid === 'string' ? kid : undefined, alg)
    return found && isSignedWith(token, found) ? null : 'It is signed with a key that USER_JWT_JWKS_URL does not have'
  }

  private async refusedByApplication(token: string): Promise<string | null> {
    const identity = await this.users.authenticate({ token, headers: {} }).catch((error: unknown) => {
      if (error instanceof AppError) return null
      throw error
    })
    return identity ? null : 'Your application does not know it'
  }
}

/** Whether one of ours has signed it; its claims are looked at by themselves. */
function isSignedWith(token: string, key: jwt.Secret): boolean {
  try {
    jwt.verify(token, key, { algorithms: ['HS256', 'RS256', 'ES256'], ignoreExpiration: true, ignoreNotBefore: true })
    return true
  } catch {
    return false
  }
}

function mismatch(claim: string, wanted: string | null, given: unknown): string | null {
  const all: unknown[] = Array.isArray(given) ? given : [given]
  return wanted === null || all.includes(wanted) ? null : `The claim ${claim} must be ${wanted}`
}

function refusal(work: () => unknown): string | null {
  try {
    work()
    return null
  } catch (error) {
    if (error instanceof AppError) return error.message
    throw error
  }
}

function userOf(claims: Record<string, unknown> | null): TokenReport['user'] {
  const { sub, email, name } = claims ?? {}
  if (typeof sub !== 'string') return null
  const text = (value: unknown) => (typeof value === 'string' ? value : null)
  return { external_id: sub, email: text(email), name: text(name) }
}
