import { Injectable } from '@nestjs/common'
import { IsNull, LessThan, MoreThan } from 'typeorm'
import { v7 as uuidv7 } from 'uuid'
import type { Reader, Transaction } from '../database/transaction.js'
import { RefreshToken } from './refresh-token.entity.js'

@Injectable()
export class RefreshTokenRepository {
  async add(
    tx: Transaction,
    token: Pick<RefreshToken, 'sessionId' | 'userId' | 'tokenHash' | 'beganAt' | 'expiresAt' | 'device' | 'address'>,
  ): Promise<void> {
    await tx.manager.insert(RefreshToken, { ...token, id: uuidv7() })
  }

  /** Also one that is used, revoked or expired. */
  findByHash(reader: Reader, tokenHash: string): Promise<RefreshToken | null> {
    return reader.manager.findOneBy(RefreshToken, { tokenHash })
  }

  /** The newest token of each live session of an account, the session that was used last first. */
  findLive(reader: Reader, userId: string): Promise<RefreshToken[]> {
    return reader.manager.find(RefreshToken, {
      where: { userId, usedAt: IsNull(), revokedAt: IsNull(), expiresAt: MoreThan(new Date()) },
      order: { createdAt: 'DESC', id: 'DESC' },
    })
  }

  /** The account must be locked: a token is used once. */
  async markUsed(tx: Transaction, id: string, successorSalt: string): Promise<void> {
    await tx.manager.update(RefreshToken, id, { usedAt: new Date(), successorSalt })
  }

  async revokeSession(tx: Transaction, sessionId: string): Promise<void> {
    await tx.manager.update(RefreshToken, { sessionId, revokedAt: IsNull() }, { revokedAt: new Date() })
  }

  async revokeAll(tx: Transaction, userId: string): Promise<void> {
    await tx.manager.update(RefreshToken, { userId, revokedAt: IsNull() }, { revokedAt: new Date() })
  }

  async deleteExpired(tx: Transaction, userId: string): Promise<void> {
    await tx.manager.delete(RefreshToken, { userId, expiresAt: LessThan(new Date()) })
  }
}
