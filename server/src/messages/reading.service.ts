import { Injectable } from '@nestjs/common'
import type { MarkReadBody, SenderType, UnreadCount } from '@support-chat/shared'
import { AccountsService } from '../auth/accounts.service.js'
import type { Principal } from '../auth/principal.js'
import { ChatAccess } from '../chats/chat-access.service.js'
import { ChatsService, type ReadState } from '../chats/chats.service.js'
import type { SupportChat } from '../chats/support-chat.entity.js'
import type { Transaction } from '../database/transaction.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { MessageRepository } from './message.repository.js'
import { type ChatReference, OWN_CHAT } from './messages.service.js'

/** Keeps up to which message each side has read. Moves only forward, and counts for all devices and people of a side. */
@Injectable()
export class ReadingService {
  /** @internal Nest makes it. */
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: AccountsService,
    private readonly access: ChatAccess,
    private readonly chats: ChatsService,
    private readonly messages: MessageRepository,
  ) {}

  /**
   * Marks what the other side wrote as read, up to `sequence` or all of it. By a viewer of staff nothing changes.
   * @returns how much of it is still unread
   */
  async markRead(principal: Principal, chat: ChatReference, { sequence }: MarkReadBody): Promise<UnreadCount> {
    const chatId = chat === OWN_CHAT ? await this.access.ownChatId(principal) : chat
    return this.unitOfWork.run(async (tx) => {
      const locked = await this.access.lock(tx, principal, chatId)
      if (!(await this.countsAsReader(tx, principal))) return { unread_count: locked.adminUnreadCount }
      const upTo = Math.min(sequence ?? locked.lastSequence, locked.lastSequence)
      const unread = await this.readUpTo(tx, locked, principal.role, upTo)
      if (principal.role === 'admin') await this.view(tx, locked, upTo)
      return { unread_count: unread }
    })
  }

  /** What only viewers of staff have seen still waits for somebody who can answer. */
  countsAsReader(tx: Transaction, principal: Principal): Promise<boolean> {
    return this.accounts.isPermitted(tx, principal, 'chats.answer')
  }

  /** Marks a chat as viewed by staff up to a sequence: what came later stays unread. The transaction must have locked it. */
  async view(tx: Transaction, chat: SupportChat, upTo: number): Promise<void> {
    const { lastUserSequence, adminViewedSequence } = chat
    await this.chats.setReadState(tx, chat.id, {
      adminViewedSequence: Math.max(upTo, adminViewedSequence),
      adminViewedAt: () => 'clock_timestamp()',
    })
    const wasUnread = lastUserSequence > adminViewedSequence
    if (wasUnread && lastUserSequence <= upTo) await tx.publish('chat.viewed', { chat_id: chat.id })
    await tx.publish('chat.changed', { chat_id: chat.id })
  }

  private async readUpTo(tx: Transaction, chat: SupportChat, reader: SenderType, upTo: number): Promise<number> {
    const state = readStateOf(chat, reader)
    if (upTo <= state.sequence) return state.unread
    const range = { after: state.sequence, upTo, writtenBy: reader === 'user' ? 'admin' : 'user' } as const
    const { count, read_at } = await this.messages.markRead(tx, chat.id, range)
    const unread = state.unread - count
    await this.chats.setReadState(tx, chat.id, toReadState(reader, upTo, unread))
    if (count > 0) {
      await tx.publish('messages.read', {
        chat_id: chat.id,
        reader_type: reader,
        from_sequence: state.sequence + 1,
        up_to_sequence: upTo,
        read_at: read_at.toISOString(),
      })
    }
    return unread
  }
}

function readStateOf(chat: SupportChat, reader: SenderType): { sequence: number; unread: number } {
  return reader === 'user'
    ? { sequence: chat.userReadSequence, unread: chat.userUnreadCount }
    : { sequence: chat.adminReadSequence, unread: chat.adminUnreadCount }
}

function toReadState(reader: SenderType, sequence: number, unread: number): ReadState {
  return reader === 'user'
    ? { userReadSequence: sequence, userUnreadCount: unread }
    : { adminReadSequence: sequence, adminUnreadCount: unread }
}
