import { Injectable } from '@nestjs/common'
import type { RefreshBody, Session, StaffSession, StaffSessionList } from '@support-chat/shared'
import { v7 as uuidv7 } from 'uuid'
import { AuditLog } from '../audit/audit-log.js'
import { Config } from '../config/config.js'
import type { Transaction } from '../database/transaction.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { AppError } from '../common/errors/app-error.js'
import { RateLimiter } from '../rate-limits/rate-limiter.js'
import type { Principal } from '../auth/principal.js'
import type { SignInClient } from './known-devices.js'
import type { RefreshToken } from './refresh-token.entity.js'
import { RefreshTokenRotation } from './refresh-token-rotation.js'
import { StaffAccountRepository } from '../users/staff-account.repository.js'
import { RefreshTokenRepository } from './refresh-token.repository.js'
import { signStaffToken, STAFF_TOKEN_SECONDS, staffTokenKeys } from '../auth/staff-token.js'
import { toMe } from './to-me.js'
import type { User } from '../users/user.entity.js'

/** The sessions of staff: each begins with a sign-in, goes on by refresh tokens, and ends. */
@Injectable()
export class SessionsService {
  private readonly key: Buffer

  constructor(
    config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: StaffAccountRepository,
    private readonly refreshTokens: RefreshTokenRepository,
    private readonly rotation: RefreshTokenRotation,
    private readonly limiter: RateLimiter,
    private readonly audit: AuditLog,
  ) {
    this.key = staffTokenKeys(config)[0]
  }

  /**
   * Exchanges a refresh token for a new pair of tokens. An answer may be lost, and tabs may refresh at the same time: a
   * used token still gets the newest pair until its successor has been used, and 30 s longer. A token that comes later
   * has been stolen: the session ends, for the thief and for the owner.
   * @throws AppError `unauthenticated`, `rate_limited`
   */
  async refresh({ refresh_token: token }: RefreshBody, client: SignInClient): Promise<Session> {
    const known = await this.unitOfWork.read((reader) => this.rotation.find(reader, token))
    if (known) await this.limiter.take('renew', known.sessionId)
    else await this.limiter.take('signIn', 'renew', client.network)
    const session = known && (await this.unitOfWork.run((tx) => this.rotate(tx, token, known.userId, client)))
    if (!session) throw new AppError('unauthenticated', 'The refresh token is not valid any more: sign in again')
    return session
  }

  /** Ends the session of the access token, with its refresh token and its sockets. */
  async logout(principal: Principal): Promise<void> {
    const { sessionId } = principal
    if (sessionId === null) return
    await this.unitOfWork.run(async (tx) => {
      await this.end(tx, principal.id, sessionId)
      await this.audit.record(tx, principal, 'staff.signed_out', principal.id)
    })
  }

  /** The live sessions of the account, the one that was used last first. */
  async list({ id, sessionId }: Principal): Promise<StaffSessionList> {
    const live = await this.unitOfWork.read((reader) => this.refreshTokens.findLive(reader, id))
    return { sessions: live.map((token) => toStaffSession(token, sessionId)) }
  }

  /** Ends one of one's own sessions, with its sockets. @throws AppError `not_found` */
  async endOne(principal: Principal, sessionId: string): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      await this.accounts.lock(tx, principal.id)
      const live = await this.refreshTokens.findLive(tx, principal.id)
      const ended = live.find((token) => token.sessionId === sessionId.toLowerCase())
      if (!ended) throw new AppError('not_found', 'There is no such session')
      await this.end(tx, principal.id, ended.sessionId)
      await this.audit.record(tx, principal, 'staff.signed_out', principal.id)
    })
  }

  /** Ends every session of the account, this one too. */
  async signOutEverywhere(principal: Principal): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      const staff = await this.accounts.lock(tx, principal.id)
      if (!staff) return
      await this.endAll(tx, staff)
      await this.audit.record(tx, principal, 'staff.signed_out', staff.id, { everywhere: true })
    })
  }

  /**
   * Begins a session of an account that the transaction has locked.
   * @param sessionId a UUID that no session has
   */
  async begin(tx: Transaction, staff: User, client: SignInClient, sessionId = uuidv7()): Promise<Session> {
    await this.refreshTokens.deleteExpired(tx, staff.id)
    return this.toSession(staff, sessionId, await this.rotation.issue(tx, sessionId, staff.id, client))
  }

  /** Ends every session of an account that the transaction has locked. @returns the account, with its new version */
  async endAll(tx: Transaction, staff: User): Promise<User> {
    const sessionVersion = staff.sessionVersion + 1
    await this.accounts.update(tx, staff.id, { sessionVersion })
    await this.refreshTokens.revokeAll(tx, staff.id)
    await tx.publish('sessions.revoked', { user_id: staff.id })
    return { ...staff, sessionVersion }
  }

  /** Null where the token is refused: an error would roll back that the session is revoked. */
  private async rotate(tx: Transaction, token: string, userId: string, client: SignInClient): Promise<Session | null> {
    // Locked first, so that this and `endAll` never run at once: `endAll` revokes the old token, or else the new one.
    const staff = await this.accounts.lock(tx, userId)
    const known = staff && (await this.rotation.find(tx, token))
    if (!known || known.revokedAt || known.expiresAt <= new Date() || staff.deactivatedAt) return null
    const refreshToken = await this.rotation.rotate(tx, token, client)
    if (refreshToken === null) {
      await this.end(tx, known.userId, known.sessionId)
      await this.audit.record(tx, { id: null, address: client.address }, 'staff.session_revoked', known.userId)
      return null
    }
    return this.toSession(staff, known.sessionId, refreshToken)
  }

  /** Ends one session of an account, with its sockets. */
  async end(tx: Transaction, userId: string, sessionId: string): Promise<void> {
    await this.refreshTokens.revokeSession(tx, sessionId)
    await tx.publish('sessions.revoked', { user_id: userId, session_id: sessionId })
  }

  private toSession(staff: User, sessionId: string, refreshToken: string): Session {
    return {
      access_token: signStaffToken(this.key, staff, sessionId),
      refresh_token: refreshToken,
      expires_in: STAFF_TOKEN_SECONDS,
      user: toMe(staff),
    }
  }
}

/** Each refresh makes a new token: the newest is as old as the last use. */
function toStaffSession(token: RefreshToken, current: string | null): StaffSession {
  return {
    id: token.sessionId,
    device: token.device,
    address: token.address,
    created_at: token.beganAt.toISOString(),
    // By the database's clock, where the beginning is by this server's.
    last_used_at: new Date(Math.max(token.createdAt.getTime(), token.beganAt.getTime())).toISOString(),
    current: token.sessionId === current,
  }
}
