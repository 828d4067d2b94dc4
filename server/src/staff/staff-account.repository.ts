import { Injectable } from '@nestjs/common'
import { IsNull } from 'typeorm'
import { v7 as uuidv7 } from 'uuid'
import type { Reader, Transaction } from '../database/transaction.js'
import { User } from '../users/user.entity.js'

/** The accounts of staff, as rows that are changed. */
@Injectable()
export class StaffAccountRepository {
  /** Longest there first; `id` is a UUID v7, which grows with time. */
  all(reader: Reader): Promise<User[]> {
    return reader.manager.find(User, { where: { role: 'admin' }, order: { id: 'ASC' } })
  }

  findActive(reader: Reader, id: string): Promise<User | null> {
    return reader.manager.findOneBy(User, { id, role: 'admin', deactivatedAt: IsNull() })
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

  /** An account without a password, unless there is one of this address. The address is compared without case. */
  async addInvited(tx: Transaction, email: string, name: string | null): Promise<void> {
    await tx.manager
      .createQueryBuilder()
      .insert()
      .into(User)
      .values({ id: uuidv7(), role: 'admin', email, name })
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
