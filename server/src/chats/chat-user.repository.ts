import { Injectable } from '@nestjs/common'
import { v7 as uuidv7 } from 'uuid'
import { isLiveAccount } from '../users/live-account.sql.js'
import type { Principal } from '../auth/principal.js'
import type { Reader, Transaction } from '../database/transaction.js'

export interface ArchivingRow {
  archived_at: Date
  archived_by: string | null
  restored_at: Date | null
}

export interface VisitRow {
  chat_id: string | null
  page_url: string | null
  time_zone: string | null
}

/** What is kept of a user for staff: where they are, and when their chat was put away. */
@Injectable()
export class ChatUserRepository {
  /** @returns where they are now; null where nothing has changed */
  async visit(
    tx: Transaction,
    { id, sessionVersion }: Principal,
    { pageUrl, timeZone }: { pageUrl?: string; timeZone?: string },
  ): Promise<VisitRow | null> {
    // Every reconnect tells it again: what is the same already is not written.
    const [rows] = await tx.manager.query<[VisitRow[], number]>(
      `UPDATE users account SET page_url = coalesce($2, page_url), time_zone = coalesce($3, time_zone)
       WHERE id = $1 AND ${isLiveAccount('account', '$4', 'NULL')} AND (page_url IS DISTINCT FROM coalesce($2, page_url) OR time_zone IS DISTINCT FROM coalesce($3, time_zone))
       RETURNING (SELECT id FROM support_chats WHERE user_id = $1) AS chat_id, page_url, time_zone`,
      [id, pageUrl ?? null, timeZone ?? null, sessionVersion],
    )
    return rows[0] ?? null
  }

  async archived(tx: Transaction, chat: { id: string; lastSequence: number }, staffId: string): Promise<void> {
    await tx.manager.query(
      `INSERT INTO support_chat_archivings (id, chat_id, last_sequence, archived_at, archived_by)
       VALUES ($1, $2, $3, clock_timestamp(), $4)`,
      [uuidv7(), chat.id, chat.lastSequence, staffId],
    )
  }

  async restored(tx: Transaction, chatId: string): Promise<void> {
    await tx.manager.query(
      `UPDATE support_chat_archivings SET restored_at = clock_timestamp() WHERE id = (
         SELECT id FROM support_chat_archivings WHERE chat_id = $1 ORDER BY archived_at DESC LIMIT 1)`,
      [chatId],
    )
  }

  /** Newest first. The user message that brought a chat back is the record of that: sending writes nothing more. */
  archivings(reader: Reader, chatId: string): Promise<ArchivingRow[]> {
    return reader.manager.query(
      `SELECT archived_at, coalesce(staff.name, staff.email) AS archived_by, coalesce(restored_at, answer.created_at) AS restored_at
       FROM support_chat_archivings archiving
       LEFT JOIN users staff ON staff.id = archived_by
       LEFT JOIN LATERAL (
         SELECT created_at FROM support_messages
         WHERE chat_id = $1 AND sequence > archiving.last_sequence AND sender_type = 'user' ORDER BY sequence LIMIT 1
       ) answer ON true
       WHERE archiving.chat_id = $1 ORDER BY archived_at DESC LIMIT 20`,
      [chatId],
    )
  }
}
