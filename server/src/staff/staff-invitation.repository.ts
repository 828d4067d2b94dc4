import { Injectable } from '@nestjs/common'
import { Raw } from 'typeorm'
import type { Reader, Transaction } from '../database/transaction.js'
import { StaffInvitation } from './staff-invitation.entity.js'

/** Times are the database's: the clocks of several servers may differ. */
@Injectable()
export class StaffInvitationRepository {
  /** Adds an invitation, in place of the member's earlier one. */
  async put(tx: Transaction, userId: string, tokenHash: string, days: number): Promise<void> {
    await tx.manager
      .createQueryBuilder()
      .insert()
      .into(StaffInvitation)
      .values({
        userId,
        tokenHash,
        expiresAt: () => `now() + make_interval(days => ${days})`,
        createdAt: () => 'now()',
      })
      .orUpdate(['token_hash', 'expires_at', 'created_at'], ['user_id'])
      .execute()
  }

  findValid(reader: Reader, tokenHash: string): Promise<StaffInvitation | null> {
    return reader.manager.findOneBy(StaffInvitation, { tokenHash, expiresAt: inFuture() })
  }

  /** Deletes a valid invitation: of two that accept it at once, one does. @returns whose it was; null where it is not valid */
  async use(tx: Transaction, tokenHash: string): Promise<string | null> {
    const deleted = await tx.manager
      .createQueryBuilder()
      .delete()
      .from(StaffInvitation)
      .where({ tokenHash, expiresAt: inFuture() })
      .returning('user_id')
      .execute()
    return (deleted.raw as { user_id: string }[])[0]?.user_id ?? null
  }

  async withdraw(tx: Transaction, userId: string): Promise<void> {
    await tx.manager.delete(StaffInvitation, { userId })
  }
}

const inFuture = () => Raw((column) => `${column} > now()`)
