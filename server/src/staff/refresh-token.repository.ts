import { Injectable } from '@nestjs/common'
import { IsNull, LessThan } from 'typeorm'
import { v7 as uuidv7 } from 'uuid'
import type { Reader, Transaction } from '../database/transaction.js'
import { StaffSession } from './refresh-token.entity.js'

@Injectable()
export class StaffSessionRepository {
  async add(
    tx: Transaction,
    session: Pick<StaffSession, 'familyId' | 'userId' | 'tokenHash' | 'beganAt' | 'expiresAt'>,
  ): Promise<void> {
    await tx.manager.insert(StaffSession, { ...session, id: uuidv7() })
  }

  /** A token, whatever has become of it. */
  findByToken(reader: Reader, tokenHash: string): Promise<StaffSession | null> {
    return reader.manager.findOneBy(StaffSession, { tokenHash })
  }

  /** The account must be locked: a token is used once. */
  async markUsed(tx: Transaction, id: string, successorSalt: string): Promise<void> {
    await tx.manager.update(StaffSession, id, { usedAt: new Date(), successorSalt })
  }

  async revokeFamily(tx: Transaction, familyId: string): Promise<void> {
    await tx.manager.update(StaffSession, { familyId, revokedAt: IsNull() }, { revokedAt: new Date() })
  }

  async revokeAll(tx: Transaction, userId: string): Promise<void> {
    await tx.manager.update(StaffSession, { userId, revokedAt: IsNull() }, { revokedAt: new Date() })
  }

  async deleteExpired(tx: Transaction, userId: string): Promise<void> {
    await tx.manager.delete(StaffSession, { userId, expiresAt: LessThan(new Date()) })
  }
}
