import { Injectable } from '@nestjs/common'
import { v7 as uuidv7 } from 'uuid'
import { query } from '../database/sql.js'
import type { Reader, Transaction } from '../database/transaction.js'
import { ChatHistoryEntry, type HistoryDetails } from './chat-history.entity.js'
import { HISTORY_OF_CHAT } from './chat-history.sql.js'

/** Entries in one statement, which takes 65,535 parameters at most. */
const BATCH = 1_000

/** What is to be written down. */
export type NewHistoryEntry = Pick<ChatHistoryEntry, 'chatId' | 'doneBy' | 'actorId' | 'action'> &
  Partial<Pick<ChatHistoryEntry, 'reason' | 'details'>>

type Person = { id: string; name: string } | null

export interface HistoryRow {
  id: string
  at: Date
  done_by: ChatHistoryEntry['doneBy']
  actor_id: string | null
  actor_name: string | null
  action: ChatHistoryEntry['action']
  reason: ChatHistoryEntry['reason']
  details: HistoryDetails
  assignee: Person
  former_assignee: Person
}

/** The only writer of `support_chat_history`: what was done with a chat, in the transaction that does it. */
@Injectable()
export class ChatHistoryRepository {
  async add({ manager }: Transaction, entries: NewHistoryEntry[]): Promise<void> {
    for (let start = 0; start < entries.length; start += BATCH) {
      const batch = entries.slice(start, start + BATCH)
      const rows = batch.map((entry) => ({ reason: null, details: {}, ...entry, id: uuidv7() }))
      await manager.insert(ChatHistoryEntry, rows)
    }
  }

  /** Newest first. */
  ofChat(reader: Reader, chatId: string, limit: number): Promise<HistoryRow[]> {
    return query(reader, HISTORY_OF_CHAT, [chatId, limit])
  }
}
