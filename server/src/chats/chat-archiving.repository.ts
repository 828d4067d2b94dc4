import { Injectable } from '@nestjs/common'
import { v7 as uuidv7 } from 'uuid'
import { query } from '../database/sql.js'
import type { Reader, Transaction } from '../database/transaction.js'
import { ChatArchiving } from './chat-archiving.entity.js'
import { ARCHIVINGS_OF_CHAT } from './chat-archiving.sql.js'

/** An archiving as staff see it. */
export interface ArchivingRow {
  archived_at: Date
  archived_by: string | null
  restored_at: Date | null
}

/** The only writer of `support_chat_archivings`: when staff archived a chat, and restored it. */
@Injectable()
export class ChatArchivingRepository {
  async add({ manager }: Transaction, chat: { id: string; lastSequence: number }, staffId: string): Promise<void> {
    await manager.insert(ChatArchiving, {
      id: uuidv7(),
      chatId: chat.id,
      lastSequence: chat.lastSequence,
      archivedAt: () => 'clock_timestamp()',
      archivedBy: staffId,
    })
  }

  /** Ends the chat's last archiving. */
  async restore({ manager }: Transaction, chatId: string): Promise<void> {
    const last = await manager.findOne(ChatArchiving, {
      select: { id: true },
      where: { chatId },
      order: { archivedAt: 'DESC' },
    })
    if (last) await manager.update(ChatArchiving, last.id, { restoredAt: () => 'clock_timestamp()' })
  }

  /** The last twenty, newest first. */
  ofChat(reader: Reader, chatId: string): Promise<ArchivingRow[]> {
    return query(reader, ARCHIVINGS_OF_CHAT, [chatId])
  }
}
