import { Injectable } from '@nestjs/common'
import type { Reader, Transaction } from '../database/transaction.js'
import { StaffTotp } from './staff-totp.entity.js'

/** Second factors. Who changes one has locked its account. */
@Injectable()
export class StaffTotpRepository {
  find(reader: Reader, userId: string): Promise<StaffTotp | null> {
    return reader.manager.findOneBy(StaffTotp, { userId })
  }

  /** Adds one that is not confirmed, in place of an earlier one. */
  async put(tx: Transaction, userId: string, secret: string): Promise<void> {
    await tx.manager.upsert(StaffTotp, { userId, secret, confirmedAt: null, lastStep: 0, recoveryCodes: [] }, [
      'userId',
    ])
  }

  async update(
    tx: Transaction,
    userId: string,
    changes: Partial<Pick<StaffTotp, 'confirmedAt' | 'lastStep' | 'recoveryCodes'>>,
  ): Promise<void> {
    await tx.manager.update(StaffTotp, userId, changes)
  }

  /** @returns whether there was a confirmed one */
  async remove(tx: Transaction, userId: string): Promise<boolean> {
    const removed = await this.find(tx, userId)
    await tx.manager.delete(StaffTotp, { userId })
    return removed !== null && removed.confirmedAt !== null
  }
}
