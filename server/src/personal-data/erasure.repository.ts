import { Injectable } from '@nestjs/common'
import { query } from '../database/sql.js'
import type { Reader, Transaction } from '../database/transaction.js'
import { COUNT_ROWS, LOCK_CHAT, LOCK_USER } from './erasure.sql.js'

/** Rows by table. */
export type RowCounts = Record<string, number>

/** Reads what erasing a user deletes. */
@Injectable()
export class ErasureRepository {
  /** Locks the user's chat until the transaction ends. @returns its id; null where there is none */
  async lockChat(tx: Transaction, userId: string): Promise<string | null> {
    const [chat] = await query<{ id: string }[]>(tx, LOCK_CHAT, [userId])
    return chat?.id ?? null
  }

  /** Locks the user too. @returns false where somebody else has erased them meanwhile */
  async lockUser(tx: Transaction, userId: string): Promise<boolean> {
    return (await query<unknown[]>(tx, LOCK_USER, [userId])).length > 0
  }

  async count(reader: Reader, userId: string | null, chatId: string | null): Promise<RowCounts> {
    const [counts] = await query<[RowCounts]>(reader, COUNT_ROWS, [userId, chatId])
    return counts
  }
}
