import { Injectable } from '@nestjs/common'
import {
  MAX_PAGE_SIZE,
  MAX_SEQUENCE,
  type MessagePage,
  type Redaction,
  type SendMessageBody,
} from '@support-chat/shared'
import type { Principal } from '../auth/principal.js'
import { assertPermitted } from '../auth/staff-permissions.js'
import { ChatAccess } from '../chats/chat-access.service.js'
import type { SupportChat } from '../chats/support-chat.entity.js'
import type { Reader } from '../database/transaction.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { DeliveryReceiptsService } from './delivery-receipts.service.js'
import type { MessagePageQuery } from './message-queries.js'
import { MessageAttachments } from './message-attachments.js'
import { MessageRepository } from './message.repository.js'
import { MessageWriter } from './message-writer.js'
import type { Sent } from './sent.js'

/** In place of an id: the user's own chat, which is made on first use. */
export const OWN_CHAT = Symbol('own chat')

export type ChatReference = string | typeof OWN_CHAT

/** Sends and reads messages. */
@Injectable()
export class MessagesService {
  /** @internal Nest makes it. */
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly access: ChatAccess,
    private readonly writer: MessageWriter,
    private readonly messages: MessageRepository,
    private readonly receipts: DeliveryReceiptsService,
    private readonly attachments: MessageAttachments,
  ) {}

  /**
   * Stores a message once, however often it is sent: a repeat of `client_id` gives the original.
   * @throws AppError `forbidden` for a viewer; `conflict`, `not_found`, `unauthenticated`, `unavailable`: see {@link MessageWriter.write}
   */
  async send(principal: Principal, chat: ChatReference, body: SendMessageBody): Promise<Sent> {
    assertPermitted(principal, 'chats.answer')
    const chatId = chat === OWN_CHAT ? await this.access.ownChatId(principal) : chat
    return this.writer.write({ principal, chatId, body })
  }

  /**
   * A page of a chat. A user's client that asks for what came after `since` has what came before: that counts as delivered.
   * @throws AppError `not_found`, `unauthenticated`
   */
  async page(principal: Principal, chat: ChatReference, query: MessagePageQuery): Promise<MessagePage> {
    const chatId = chat === OWN_CHAT ? await this.access.ownChatId(principal) : chat
    return this.unitOfWork.read(async (reader) => {
      const found = await this.access.find(reader, principal, chatId)
      if (principal.role === 'user' && query.since) await this.receipts.advance(principal, found, query.since)
      const page = await this.readPage(reader, found.id, found.lastSequence, query)
      return query.since === undefined
        ? page
        : { ...page, redacted: await this.redactedUpTo(reader, found, query.since) }
    })
  }

  /** What came after `since`, one page at most; without `since` only the newest sequence. */
  async catchUp(principal: Principal, chatId: string, since?: number): Promise<MessagePage> {
    if (since !== undefined) return this.page(principal, chatId, { since, limit: MAX_PAGE_SIZE })
    const { lastSequence } = await this.unitOfWork.read((reader) => this.access.find(reader, principal, chatId))
    return { messages: [], has_more: false, last_sequence: lastSequence }
  }

  private async redactedUpTo(reader: Reader, { id, lastRedactedAt }: SupportChat, since: number): Promise<Redaction[]> {
    // In most chats there is nothing to look for.
    return lastRedactedAt === null ? [] : this.messages.redactedUpTo(reader, id, since, MAX_PAGE_SIZE)
  }

  /** A page of a chat to which access has been checked; without `since` and `before`, the newest. */
  async readPage(reader: Reader, chatId: string, lastSequence: number, query: MessagePageQuery): Promise<MessagePage> {
    const { since, before = MAX_SEQUENCE, limit } = query
    const found = await this.messages.page(reader, chatId, since === undefined ? { before } : { since }, limit + 1)
    const hasMore = found.length > limit
    const shown = hasMore ? (since === undefined ? found.slice(1) : found.slice(0, limit)) : found
    return {
      messages: await this.attachments.serialize(reader, shown),
      has_more: hasMore,
      last_sequence: Math.max(lastSequence, found.at(-1)?.sequence ?? 0),
    }
  }
}
