import { Injectable } from '@nestjs/common'
import { query, sql, tables } from '../database/sql.js'
import type { Reader, Transaction } from '../database/transaction.js'
import * as statements from './retention.sql.js'
import { RetentionSettings } from './retention-settings.entity.js'

export interface UntouchedChat {
  id: string
  user_id: string
}

/** The only writer of `retention_settings`, and reader of which chats it is about. */
@Injectable()
export class RetentionRepository {
  /** Null: chats are kept for ever. */
  async days({ manager }: Reader): Promise<number | null> {
    return (await manager.findOneBy(RetentionSettings, { id: true }))?.archivedDays ?? null
  }

  /** The same, while nobody else changes it. */
  async lockDays(tx: Transaction): Promise<number | null> {
    await query(tx, sql`LOCK TABLE ${tables.retention_settings} IN SHARE ROW EXCLUSIVE MODE`)
    return this.days(tx)
  }

  async setDays({ manager }: Transaction, archivedDays: number | null): Promise<void> {
    await manager.upsert(RetentionSettings, { id: true, archivedDays }, ['id'])
  }

  /** @returns the days, where this night is the caller's to erase what is due */
  async takeNight(tx: Transaction, now: Date): Promise<number | null> {
    const [rows] = await query<[{ archived_days: number }[], number]>(tx, statements.TAKE_NIGHT, [now])
    return rows[0]?.archived_days ?? null
  }

  async countUntouched(reader: Reader, days: number): Promise<number> {
    const [{ count }] = await query<[{ count: number }]>(reader, statements.COUNT_UNTOUCHED, [days])
    return count
  }

  untouchedAfter(reader: Reader, days: number, chatId: string, limit: number): Promise<UntouchedChat[]> {
    return query(reader, statements.UNTOUCHED_AFTER, [days, chatId, limit])
  }

  async lockUntouched(tx: Transaction, days: number, chatId: string): Promise<boolean> {
    return (await query<unknown[]>(tx, statements.LOCK_UNTOUCHED, [days, chatId])).length > 0
  }
}
