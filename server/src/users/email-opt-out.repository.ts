import { Injectable } from '@nestjs/common'
import { query, sql, tables } from '../database/sql.js'
import type { Transaction } from '../database/transaction.js'

/** Whether a user receives e-mails. Every method returns null where there is no such user. */
@Injectable()
export class EmailOptOutRepository {
  async isSubscribed(tx: Transaction, userId: string): Promise<boolean | null> {
    const rows: { subscribed: boolean }[] = await query(
      tx,
      sql`SELECT email_opt_out_at IS NULL AS subscribed FROM ${tables.users} WHERE id = $1`,
      [userId],
    )
    return rows[0]?.subscribed ?? null
  }

  /** When repeated, the first time is kept. */
  async optOut(tx: Transaction, userId: string): Promise<true | null> {
    return this.set(tx, userId, 'coalesce(email_opt_out_at, now())')
  }

  async optIn(tx: Transaction, userId: string): Promise<true | null> {
    return this.set(tx, userId, 'NULL')
  }

  private async set(tx: Transaction, userId: string, value: string): Promise<true | null> {
    const [, changed]: [unknown, number] = await query(
      tx,
      sql`UPDATE ${tables.users} SET email_opt_out_at = ${value}, updated_at = now() WHERE id = $1`,
      [userId],
    )
    return changed > 0 ? true : null
  }
}
