import { randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { hash, verify } from '@node-rs/argon2'
import type { LoginBody, RefreshBody, Session } from '@support-chat/shared'
import { v7 as uuidv7 } from 'uuid'
import { Config } from '../config/config.js'
import { type Transaction, UnitOfWork } from '../database/unit-of-work.js'
import { AppError } from '../errors/app-error.js'
import { RateLimiter } from '../rate-limits/rate-limiter.js'
import { type Principal, toIdentity } from './principal.js'
import { hashToken, makeToken } from './secret-token.js'
import { StaffAccountRepository } from './staff-account.repository.js'
import { StaffSessionRepository } from './staff-session.repository.js'
import { signStaffToken, STAFF_TOKEN_SECONDS, staffTokenKey } from './staff-token.js'
import type { User } from './user.entity.js'
import { UserRepository } from './user.repository.js'

/** Days that staff stay signed in without coming back. */
const REFRESH_TOKEN_DAYS = 30

/** Signs staff in and out, and keeps them signed in. */
@Injectable()
export class SessionsService {
  private readonly key: Buffer
  /** Checked in place of a password that does not exist, so that an unknown address takes as long as a known one. */
  private readonly nobodysHash = hash(randomUUID())

  constructor(
    config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserRepository,
    private readonly accounts: StaffAccountRepository,
    private readonly sessions: StaffSessionRepository,
    private readonly limiter: RateLimiter,
  ) {
    this.key = staffTokenKey(config)
  }

  /**
   * @param address where the attempt comes from: failures are counted for one account from one address
   * @throws AppError `unauthenticated`, the same for an unknown address, a wrong password and a deactivated account;
   *   `rate_limited` after many failures
   */
  async login({ email, password }: LoginBody, address: string): Promise<Session> {
    const attempt = [email.trim().toLowerCase(), address]
    await this.limiter.take('login', ...attempt)
    const staff = await this.unitOfWork.read((reader) => this.users.findStaffByEmail(reader, email.trim()))
    const matches = await verify(staff?.passwordHash ?? (await this.nobodysHash), password)
    if (!staff || !matches || staff.deactivatedAt) throw new AppError('unauthenticated', 'E-mail or password is wrong')
    await this.limiter.forgive('login', ...attempt)
    return this.unitOfWork.run(async (tx) => {
      const locked = await this.accounts.lock(tx, staff.id)
      if (!locked || locked.deactivatedAt || locked.passwordHash !== staff.passwordHash) {
        throw new AppError('unauthenticated', 'E-mail or password is wrong')
      }
      await this.sessions.deleteExpired(tx, locked.id)
      return this.begin(tx, locked)
    })
  }

  /**
   * Gives a new pair for a refresh token, which is used up by it. One that was used before has been copied by somebody:
   * the whole sign-in ends, for the thief and for the owner.
   * @throws AppError `unauthenticated`
   */
  async refresh({ refresh_token: token }: RefreshBody): Promise<Session> {
    const session = await this.unitOfWork.run((tx) => this.rotate(tx, hashToken(token)))
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
  begin(tx: Transaction, staff: User): Promise<Session> {
    return this.issue(tx, staff, uuidv7())
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
  private async rotate(tx: Transaction, tokenHash: string): Promise<Session | null> {
    const known = await this.sessions.findByToken(tx, tokenHash)
    // The account first: whoever ends all its sessions at this moment has ended this one, or ends the next.
    const staff = known && (await this.accounts.lock(tx, known.userId))
    if (!staff) return null
    const used = await this.sessions.use(tx, tokenHash)
    if (!used) {
      const copied = await this.sessions.findByToken(tx, tokenHash)
      if (copied?.usedAt) await this.end(tx, copied.userId, copied.familyId)
      return null
    }
    return staff.deactivatedAt ? null : this.issue(tx, staff, used.familyId)
  }

  private async end(tx: Transaction, userId: string, sessionId: string): Promise<void> {
    await this.sessions.revokeFamily(tx, sessionId)
    await tx.publish('sessions.revoked', { user_id: userId, session_id: sessionId })
  }

  private async issue(tx: Transaction, staff: User, sessionId: string): Promise<Session> {
    const refreshToken = makeToken()
    await this.sessions.add(tx, {
      familyId: sessionId,
      userId: staff.id,
      tokenHash: hashToken(refreshToken),
      expiresAt: new Date(Date.now() + REFRESH_TOKEN_DAYS * 24 * 3600 * 1000),
    })
    return {
      access_token: signStaffToken(this.key, staff, sessionId),
      refresh_token: refreshToken,
      expires_in: STAFF_TOKEN_SECONDS,
      user: toIdentity(staff),
    }
  }
}
