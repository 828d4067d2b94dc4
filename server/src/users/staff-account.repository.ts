import { Injectable } from '@nestjs/common'
import { IsNull, Raw } from 'typeorm'
import { v7 as uuidv7 } from 'uuid'
import type { Reader, Transaction } from '../database/transaction.js'
import { User } from './user.entity.js'

/** The accounts of staff. */
@Injectable()
export class StaffAccountRepository {
  /** Longest there first; `id` is a UUID v7, which grows with time. */
  all(reader: Reader): Promise<User[]> {
    return reader.manager.find(User, { where: { role: 'admin' }, order: { id: 'ASC' } })
  }

  findActive(reader: Reader, id: string): Promise<User | null> {
    return reader.manager.findOneBy(User, { id, role: 'admin', deactivatedAt: IsNull() })
  }

  /** The account of a sign-in that has neither been ended nor expired. */
  findBySession(reader: Reader, id: string, sessionId: string): Promise<User | null> {
    const isLive = Raw(
      (userId) =>
        `EXISTS (SELECT FROM staff_sessions
          WHERE user_id = ${userId} AND family_id = :sessionId AND revoked_at IS NULL AND expires_at > now())`,
      { sessionId },
    )
    return reader.manager
      .createQueryBuilder(User, 'staff')
      .where({ role: 'admin', deactivatedAt: IsNull(), id })
      .andWhere({ id: isLive })
      .getOne()
  }

  /** Compares without case. */
  findByEmail(reader: Reader, email: string): Promise<User | null> {
    return reader.manager.findOneBy(User, {
      role: 'admin',
      email: Raw((column) => `lower(${column}) = lower(:email)`, { email }),
    })
  }

  /** Waits for whoever is changing the account, and keeps others out until the end of the transaction. */
  lock(tx: Transaction, id: string): Promise<User | null> {
    return tx.manager.findOne(User, { where: { id, role: 'admin' }, lock: { mode: 'pessimistic_write' } })
  }

  /** Locks everyone who may sign in, in one order: of two who deactivate each other, one is too late. */
  async lockActive(tx: Transaction): Promise<void> {
    await tx.manager.find(User, {
      where: { role: 'admin', deactivatedAt: IsNull() },
      order: { id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    })
  }

  /** Makes an account, invited where it has no password; does nothing where there is one of this address, in any case. */
  async add(tx: Transaction, staff: Pick<User, 'email' | 'name'> & { passwordHash?: string }): Promise<void> {
    await tx.manager
      .createQueryBuilder()
      .insert()
      .into(User)
      .values({ ...staff, id: uuidv7(), role: 'admin' })
      .orIgnore()
      .execute()
  }

  async update(
    tx: Transaction,
    id: string,
    changes: Partial<Pick<User, 'name' | 'passwordHash' | 'deactivatedAt' | 'sessionVersion'>>,
  ): Promise<void> {
    await tx.manager.update(User, id, changes)
  }
}
