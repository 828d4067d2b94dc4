import { Injectable } from '@nestjs/common'
import { Raw } from 'typeorm'
import type { Reader, Transaction } from '../database/transaction.js'
import { PasswordReset } from './password-reset.entity.js'

/** Times are the database's: the clocks of several servers may differ. */
@Injectable()
export class PasswordResetRepository {
  /** Adds a link, in place of the member's earlier one. */
  async put(tx: Transaction, userId: string, tokenHash: string, minutes: number): Promise<void> {
    await tx.manager
      .createQueryBuilder()
      .insert()
      .into(PasswordReset)
      .values({
        userId,
        tokenHash,
        expiresAt: () => `now() + make_interval(mins => ${minutes})`,
        createdAt: () => 'now()',
      })
      .orUpdate(['token_hash', 'expires_at', 'created_at'], ['user_id'])
      .execute()
  }

  findValid(reader: Reader, tokenHash: string): Promise<PasswordReset | null> {
    return reader.manager.findOneBy(PasswordReset, { tokenHash, expiresAt: inFuture() })
  }

  /** Deletes a valid link: of two that use it at once, one does. @returns whether it was there */
  async use(tx: Transaction, tokenHash: string): Promise<boolean> {
    const { affected } = await tx.manager.delete(PasswordReset, { tokenHash, expiresAt: inFuture() })
    return affected === 1
  }

  async withdraw(tx: Transaction, userId: string): Promise<void> {
    await tx.manager.delete(PasswordReset, { userId })
  }
}

const inFuture = () => Raw((column) => `${column} > now()`)
