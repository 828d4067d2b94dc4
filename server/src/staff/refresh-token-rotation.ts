import { Injectable } from '@nestjs/common'
import { Config } from '../config/config.js'
import type { Reader, Transaction } from '../database/transaction.js'
import { deriveToken, hashToken, makeToken } from './secret-token.js'
import type { SignInClient } from './known-devices.js'
import type { RefreshToken } from './refresh-token.entity.js'
import { RefreshTokenRepository } from './refresh-token.repository.js'

/** For how long after its successor was used a token is still accepted: tabs may refresh at the same time. */
export const REUSE_INTERVAL_MS = 30_000

const DAY_MS = 24 * 3600 * 1000

/**
 * Replaces a refresh token by the next one each time it is used.
 *
 * The successor is derived from the token and a stored salt, so that a repeated refresh gets the same successor: tabs
 * that share a token stay on one chain. So do a thief and the owner, where one of them soon brings a token that was used
 * too long ago.
 */
@Injectable()
export class RefreshTokenRotation {
  private readonly idleMs: number
  private readonly maxMs: number

  constructor(
    config: Config,
    private readonly repository: RefreshTokenRepository,
  ) {
    this.idleMs = config.sessionIdleDays * DAY_MS
    this.maxMs = config.sessionMaxDays * DAY_MS
  }

  find(reader: Reader, token: string): Promise<RefreshToken | null> {
    return this.repository.findByHash(reader, hashToken(token))
  }

  /** Makes the first token of a session. */
  async issue(tx: Transaction, sessionId: string, userId: string, client: SignInClient): Promise<string> {
    const token = makeToken()
    await this.add(tx, token, { sessionId, userId, beganAt: new Date() }, client)
    return token
  }

  /**
   * Uses a token, or, where it is used already, finds the newest one of its chain. The account must be locked.
   * @returns the token that is to be used next; null where this one was used too long ago
   */
  async rotate(tx: Transaction, token: string, client: SignInClient): Promise<string | null> {
    const known = await this.find(tx, token)
    if (!known?.usedAt) return known && this.use(tx, token, known, client)
    let next = await this.successor(tx, token, known)
    const usedAt = next?.row.usedAt
    if (usedAt && Date.now() - usedAt.getTime() > REUSE_INTERVAL_MS) return null
    while (next?.row.usedAt) next = await this.successor(tx, next.token, next.row)
    return next?.token ?? null
  }

  private async use(tx: Transaction, token: string, known: RefreshToken, client: SignInClient): Promise<string> {
    const salt = makeToken()
    const successor = deriveToken(token, salt)
    await this.repository.deleteExpired(tx, known.userId)
    await this.repository.markUsed(tx, known.id, salt)
    await this.add(tx, successor, known, client)
    return successor
  }

  /** Null for a token that a version of this server has used which stored no salt yet. */
  private async successor(
    tx: Transaction,
    token: string,
    { successorSalt }: RefreshToken,
  ): Promise<{ token: string; row: RefreshToken } | null> {
    if (successorSalt === null) return null
    const successor = deriveToken(token, successorSalt)
    const row = await this.find(tx, successor)
    return row && { token: successor, row }
  }

  private async add(
    tx: Transaction,
    token: string,
    { sessionId, userId, beganAt }: Pick<RefreshToken, 'sessionId' | 'userId' | 'beganAt'>,
    { name: device, address }: SignInClient,
  ): Promise<void> {
    const expiresAt = new Date(Math.min(Date.now() + this.idleMs, beganAt.getTime() + this.maxMs))
    const tokenHash = hashToken(token)
    await this.repository.add(tx, { sessionId, userId, beganAt, expiresAt, tokenHash, device, address })
  }
}
