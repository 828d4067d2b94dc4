import { Injectable } from '@nestjs/common'
import type { CannedReplyBody } from '@support-chat/shared'
import { v7 as uuidv7 } from 'uuid'
import type { Reader, Transaction } from '../database/transaction.js'

export interface CannedReplyRow {
  id: string
  shortcut: string
  content: string
  updated_at: Date
}

const COLUMNS = 'id, shortcut, content, updated_at'

@Injectable()
export class CannedReplyRepository {
  all(reader: Reader): Promise<CannedReplyRow[]> {
    return reader.manager.query(`SELECT ${COLUMNS} FROM canned_replies ORDER BY shortcut COLLATE "C"`)
  }

  async add(tx: Transaction, { shortcut, content }: CannedReplyBody): Promise<CannedReplyRow> {
    const [row] = await tx.manager.query<[CannedReplyRow]>(
      `INSERT INTO canned_replies (id, shortcut, content) VALUES ($1, $2, $3) RETURNING ${COLUMNS}`,
      [uuidv7(), shortcut, content],
    )
    return row
  }

  async change(tx: Transaction, id: string, { shortcut, content }: CannedReplyBody): Promise<CannedReplyRow | null> {
    const [rows] = await tx.manager.query<[CannedReplyRow[], number]>(
      `UPDATE canned_replies SET shortcut = $2, content = $3, updated_at = now() WHERE id = $1 RETURNING ${COLUMNS}`,
      [id, shortcut, content],
    )
    return rows[0] ?? null
  }

  /** @returns whether there was one */
  async remove(tx: Transaction, id: string): Promise<boolean> {
    const [, count] = await tx.manager.query<[unknown, number]>('DELETE FROM canned_replies WHERE id = $1', [id])
    return count > 0
  }
}
