import { Injectable } from '@nestjs/common'
import { IsNull, LessThan } from 'typeorm'
import { v7 as uuidv7 } from 'uuid'
import type { Reader, Transaction } from '../database/unit-of-work.js'
import { StaffSession } from './staff-session.entity.js'

@Injectable()
export class StaffSessionRepository {
  async add(
    tx: Transaction,
    session: Pick<StaffSession, 'familyId' | 'userId' | 'tokenHash' | 'expiresAt'>,
  ): Promise<void> {
    await tx.manager.insert(StaffSession, { ...session, id: uuidv7() })
  }

  /** Uses a token up: of two that come with it, one gets the session. */
  async use(tx: Transaction, tokenHash: string): Promise<StaffSession | null> {
    const session = await tx.manager.findOne(StaffSession, {
      where: { tokenHash },
      lock: { mode: 'pessimistic_write' },
    })
    if (!session || session.usedAt || session.revokedAt || session.expiresAt < new Date()) return null
    await tx.manager.update(StaffSession, session.id, { usedAt: new Date() })
    return session
  }

  /** The sign-in that a token once belonged to, whatever has become of it. */
  findByToken(tx: Transaction, tokenHash: string): Promise<StaffSession | null> {
    return tx.manager.findOneBy(StaffSession, { tokenHash })
  }

  /** Those of these sign-ins that have been ended. */
  async findRevoked(reader: Reader, familyIds: string[]): Promise<Set<string>> {
    const rows = await reader.manager.query<{ family_id: string }[]>(
      'SELECT family_id FROM staff_sessions WHERE family_id = ANY($1) AND revoked_at IS NOT NULL',
      [familyIds],
    )
    return new Set(rows.map(({ family_id }) => family_id))
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
