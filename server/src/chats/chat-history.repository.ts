import { Injectable } from '@nestjs/common'
import { v7 as uuidv7 } from 'uuid'
import type { Transaction } from '../database/transaction.js'
import { ChatHistoryEntry } from './chat-history.entity.js'

/** What is to be written down. */
export type NewHistoryEntry = Pick<ChatHistoryEntry, 'chatId' | 'doneBy' | 'actorId' | 'action'> &
  Partial<Pick<ChatHistoryEntry, 'reason' | 'details'>>

/** The only writer of `support_chat_history`: what was done with a chat, in the transaction that does it. */
@Injectable()
export class ChatHistoryRepository {
  async add({ manager }: Transaction, entries: NewHistoryEntry[]): Promise<void> {
    if (entries.length === 0) return
    const rows = entries.map((entry) => ({ reason: null, details: {}, ...entry, id: uuidv7() }))
    await manager.insert(ChatHistoryEntry, rows)
  }
}
