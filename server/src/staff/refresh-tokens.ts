import { Injectable } from '@nestjs/common'
import { Config } from '../config/config.js'
import type { Reader, Transaction } from '../database/transaction.js'
import { deriveToken, hashToken, makeToken } from './secret-token.js'
import type { StaffSession } from './refresh-token.entity.js'
import { StaffSessionRepository } from './refresh-token.repository.js'

/** How long a used token is still answered once its successor has been used: tabs that asked at the same time. */
export const REPEAT_MS = 30_000

const DAY_MS = 24 * 3600 * 1000

/**
 * The chain of refresh tokens of a sign-in. Each names its successor to whoever holds it, so that a repeat gets the same
 * one: tabs stay on one chain, and a thief on the owner's, where the two are bound to get into each other's way.
 */
@Injectable()
export class RefreshTokens {
  private readonly idleMs: number
  private readonly maxMs: number

  constructor(
    config: Config,
    private readonly sessions: StaffSessionRepository,
  ) {
    this.idleMs = config.sessionIdleDays * DAY_MS
    this.maxMs = config.sessionMaxDays * DAY_MS
  }

  find(reader: Reader, token: string): Promise<StaffSession | null> {
    return this.sessions.findByToken(reader, hashToken(token))
  }

  /** The first token of a sign-in. */
  async first(tx: Transaction, familyId: string, userId: string): Promise<string> {
    const token = makeToken()
    await this.add(tx, token, { familyId, userId, beganAt: new Date() })
    return token
  }

  /**
   * The newest token of the chain that a token is in, which nobody has used. The account must be locked.
   * @returns null where the token was used too long ago for that
   */
  async renew(tx: Transaction, token: string): Promise<string | null> {
    const known = await this.find(tx, token)
    if (!known?.usedAt) return known && this.use(tx, token, known)
    let next = await this.successor(tx, token, known)
    const usedAt = next?.row.usedAt
    if (usedAt && Date.now() - usedAt.getTime() > REPEAT_MS) return null
    while (next?.row.usedAt) next = await this.successor(tx, next.token, next.row)
    return next?.token ?? null
  }

  private async use(tx: Transaction, token: string, known: StaffSession): Promise<string> {
    const salt = makeToken()
    const successor = deriveToken(token, salt)
    await this.sessions.deleteExpired(tx, known.userId)
    await this.sessions.markUsed(tx, known.id, salt)
    await this.add(tx, successor, known)
    return successor
  }

  /** Null for a token that an earlier version has used, which kept no salt. */
  private async successor(
    tx: Transaction,
    token: string,
    { successorSalt }: StaffSession,
  ): Promise<{ token: string; row: StaffSession } | null> {
    if (successorSalt === null) return null
    const successor = deriveToken(token, successorSalt)
    const row = await this.find(tx, successor)
    return row && { token: successor, row }
  }

  private async add(
    tx: Transaction,
    token: string,
    { familyId, userId, beganAt }: Pick<StaffSession, 'familyId' | 'userId' | 'beganAt'>,
  ): Promise<void> {
    const expiresAt = new Date(Math.min(Date.now() + this.idleMs, beganAt.getTime() + this.maxMs))
    await this.sessions.add(tx, { familyId, userId, beganAt, expiresAt, tokenHash: hashToken(token) })
  }
}
