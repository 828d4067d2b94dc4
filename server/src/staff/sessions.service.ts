import { Injectable } from '@nestjs/common'
import type { RefreshBody, Session } from '@support-chat/shared'
import { v7 as uuidv7 } from 'uuid'
import { Config } from '../config/config.js'
import type { Transaction } from '../database/transaction.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { AppError } from '../common/errors/app-error.js'
import { RateLimiter } from '../rate-limits/rate-limiter.js'
import { type Principal, toIdentity } from '../auth/principal.js'
import type { SignInClient } from './known-devices.js'
import { RefreshTokens } from './refresh-tokens.js'
import { StaffAccountRepository } from '../users/staff-account.repository.js'
import { StaffSessionRepository } from './refresh-token.repository.js'
import { signStaffToken, STAFF_TOKEN_SECONDS, staffTokenKey } from '../auth/staff-token.js'
import type { User } from '../users/user.entity.js'

/** Keeps staff signed in, and signs them out. */
@Injectable()
export class SessionsService {
  private readonly key: Buffer

  constructor(
    config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: StaffAccountRepository,
    private readonly sessions: StaffSessionRepository,
    private readonly tokens: RefreshTokens,
    private readonly limiter: RateLimiter,
  ) {
    this.key = staffTokenKey(config)
  }

  /**
   * Gives a new pair for a refresh token, which is used up by it. An answer may be lost, and tabs may ask at once: a used
   * token is answered with the newest pair until its successor is used, and 30 s beyond. One that comes later has been
   * copied by somebody: the whole sign-in ends, for the thief and for the owner.
   * @throws AppError `unauthenticated`, `rate_limited`
   */
  async refresh({ refresh_token: token }: RefreshBody, { address }: SignInClient): Promise<Session> {
    const known = await this.unitOfWork.read((reader) => this.tokens.find(reader, token))
    if (known) await this.limiter.take('renew', known.familyId)
    else await this.limiter.take('signIn', 'renew', address)
    const session = known && (await this.unitOfWork.run((tx) => this.rotate(tx, token, known.userId)))
    if (!session) throw new AppError('unauthenticated', 'The refresh token is not valid any more: sign in again')
    return session
  }

  /** Ends the sign-in that the access token belongs to, its refresh token and its sockets with it. */
  async logout(principal: Principal): Promise<void> {
    const { sessionId } = principal
    if (sessionId) await this.unitOfWork.run((tx) => this.end(tx, principal.id, sessionId))
  }

  /** Ends every sign-in of the account, this one too. */
  async signOutEverywhere(principal: Principal): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      const staff = await this.accounts.lock(tx, principal.id)
      if (staff) await this.endAll(tx, staff)
    })
  }

  /** A new sign-in for an account that the transaction has locked. */
  async begin(tx: Transaction, staff: User): Promise<Session> {
    await this.sessions.deleteExpired(tx, staff.id)
    const sessionId = uuidv7()
    return this.toSession(staff, sessionId, await this.tokens.first(tx, sessionId, staff.id))
  }

  /** Voids every token of an account that the transaction has locked. @returns the account as it is then */
  async endAll(tx: Transaction, staff: User): Promise<User> {
    const sessionVersion = staff.sessionVersion + 1
    await this.accounts.update(tx, staff.id, { sessionVersion })
    await this.sessions.revokeAll(tx, staff.id)
    await tx.publish('sessions.revoked', { user_id: staff.id })
    return { ...staff, sessionVersion }
  }

  /** Null, rather than an error, where the token is refused: what is revoked on the way must be committed. */
  private async rotate(tx: Transaction, token: string, userId: string): Promise<Session | null> {
    // The account first: whoever ends all its sessions at this moment has ended this one, or ends the next.
    const staff = await this.accounts.lock(tx, userId)
    const known = staff && (await this.tokens.find(tx, token))
    if (!known || known.revokedAt || known.expiresAt <= new Date() || staff.deactivatedAt) return null
    const refreshToken = await this.tokens.renew(tx, token)
    if (refreshToken === null) {
      await this.end(tx, known.userId, known.familyId)
      return null
    }
    return this.toSession(staff, known.familyId, refreshToken)
  }

  private async end(tx: Transaction, userId: string, sessionId: string): Promise<void> {
    await this.sessions.revokeFamily(tx, sessionId)
    await tx.publish('sessions.revoked', { user_id: userId, session_id: sessionId })
  }

  private toSession(staff: User, sessionId: string, refreshToken: string): Session {
    return {
      access_token: signStaffToken(this.key, staff, sessionId),
      refresh_token: refreshToken,
      expires_in: STAFF_TOKEN_SECONDS,
      user: toIdentity(staff),
    }
  }
}
