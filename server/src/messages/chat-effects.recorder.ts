import { Injectable } from '@nestjs/common'
import { ChatHistoryRepository, type NewHistoryEntry } from '../chats/chat-history.repository.js'
import type { Transaction } from '../database/transaction.js'
import type { AppendedRow } from './message.repository.js'

/** What a message has done to its chat, beside being in it. */
export interface ChatEffects extends Pick<AppendedRow, 'restores' | 'wakes' | 'takes'> {
  chat_id: string
  sender_id: string
}

/** Writes down what a message has done to its chat, and tells of it. Most do nothing. */
@Injectable()
export class ChatEffectsRecorder {
  constructor(private readonly history: ChatHistoryRepository) {}

  async record(tx: Transaction, { chat_id, sender_id, restores, wakes, takes }: ChatEffects): Promise<void> {
    if (!restores && !wakes && !takes) return
    const byUser = { chatId: chat_id, doneBy: 'user message', actorId: sender_id } as const
    const entries: NewHistoryEntry[] = []
    if (restores) entries.push({ ...byUser, action: 'unarchived' })
    if (wakes) entries.push({ ...byUser, action: 'woken' })
    if (takes) {
      const details = { assignee_id: sender_id, former_assignee_id: null }
      entries.push({ ...byUser, doneBy: 'staff', action: 'assigned', reason: 'began to answer', details })
    }
    await this.history.add(tx, entries)
    if (restores) await tx.publish('chat.reopened', { chat_id })
    if (takes) await tx.publish('chat.assigned', { chat_id })
    if (wakes) await tx.publish('chat.updated', { chat_id })
  }
}
