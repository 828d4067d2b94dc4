import { Raw } from 'typeorm'
import type { Reader, Transaction } from '../database/transaction.js'
import type { StaffLink } from './staff-link.entity.js'

/** The links of one kind. Times are the database's: the clocks of several servers may differ. */
export abstract class StaffLinkRepository {
  protected abstract readonly entity: new () => StaffLink

  /**
   * Adds a link, in place of the member's earlier one.
   * @param validity how long it works, as PostgreSQL writes an interval: `7 days`
   */
  async put(tx: Transaction, userId: string, tokenHash: string, validity: string): Promise<void> {
    await tx.manager
      .createQueryBuilder()
      .insert()
      .into(this.entity)
      .values({
        userId,
        tokenHash,
        expiresAt: () => `now() + interval '${validity}'`,
        createdAt: () => 'now()',
      })
      .orUpdate(['token_hash', 'expires_at', 'created_at'], ['user_id'])
      .execute()
  }

  findValid(reader: Reader, tokenHash: string): Promise<StaffLink | null> {
    return reader.manager.findOneBy(this.entity, { tokenHash, expiresAt: inFuture() })
  }

  /** Deletes a valid link: of two that use it at once, one does. @returns whose it was; null where it is not valid */
  async use(tx: Transaction, tokenHash: string): Promise<string | null> {
    const deleted = await tx.manager
      .createQueryBuilder()
      .delete()
      .from(this.entity)
      .where({ tokenHash, expiresAt: inFuture() })
      .returning('user_id')
      .execute()
    return (deleted.raw as { user_id: string }[])[0]?.user_id ?? null
  }

  async withdraw(tx: Transaction, userId: string): Promise<void> {
    await tx.manager.delete(this.entity, { userId })
  }
}

const inFuture = () => Raw((column) => `${column} > now()`)
