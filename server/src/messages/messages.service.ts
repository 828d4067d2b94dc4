import { Injectable } from '@nestjs/common'
import { MAX_PAGE_SIZE, type MessagePage, type SendMessageBody, type SupportMessage } from '@support-chat/shared'
import { v7 as uuidv7 } from 'uuid'
import type { Principal } from '../auth/principal.js'
import { ChatAccess, isUuid } from '../chats/chat-access.service.js'
import { isUniqueViolation } from '../errors/database-errors.js'
import { AppError } from '../errors/app-error.js'
import { type Reader, type Transaction, UnitOfWork } from '../database/unit-of-work.js'
import { ChatQueue } from './chat-queue.js'
import { MessageRepository } from './message.repository.js'
import { MAX_SEQUENCE, type MessagePageQuery } from './messages.schemas.js'
import { serializeAppended, serializeMessage } from './serialize-message.js'

/** A stored message, and whether this request stored it or an earlier one. */
export interface Sent {
  message: SupportMessage
  created: boolean
}

/** Stands for the user's own chat, which is made on first use. */
export const OWN_CHAT = Symbol('own chat')

export type ChatReference = string | typeof OWN_CHAT

/** Sends and reads messages. */
@Injectable()
export class MessagesService {
  private readonly queue = new ChatQueue()

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly access: ChatAccess,
    private readonly messages: MessageRepository,
  ) {}

  /**
   * Stores a message once, however often it is sent: a repeat of `client_id` gives the original.
   * @throws AppError `conflict` where the `client_id` is taken by another content, `not_found`, `unauthenticated`
   */
  async send(principal: Principal, chat: ChatReference, body: SendMessageBody): Promise<Sent> {
    const chatId = chat === OWN_CHAT ? await this.access.ownChatId(principal) : chat
    const store = () => this.unitOfWork.run((tx) => this.store(tx, principal, chatId, body))
    return this.queue.run(chatId, () =>
      store().catch((error: unknown) => {
        // The same message was being stored by another process: now it is there, and is found.
        if (isUniqueViolation(error, 'support_messages_client_id')) return store()
        throw error
      }),
    )
  }

  /** @throws AppError `not_found`, `unauthenticated` */
  async page(principal: Principal, chat: ChatReference, query: MessagePageQuery): Promise<MessagePage> {
    const chatId = chat === OWN_CHAT ? await this.access.ownChatId(principal) : chat
    return this.unitOfWork.read(async (reader) => {
      const { id, lastSequence } = await this.access.find(reader, principal, chatId)
      return this.readPage(reader, id, lastSequence, query)
    })
  }

  /** What came after `since`, as much as one page holds; only the chat's head without it. */
  async catchUp(principal: Principal, chatId: string, since?: number): Promise<MessagePage> {
    if (since !== undefined) return this.page(principal, chatId, { since, limit: MAX_PAGE_SIZE })
    const { lastSequence } = await this.unitOfWork.read((reader) => this.access.find(reader, principal, chatId))
    return { messages: [], has_more: false, last_sequence: lastSequence }
  }

  /** A page of a chat whose reader has been let in; without a direction, the newest. */
  async readPage(reader: Reader, chatId: string, lastSequence: number, query: MessagePageQuery): Promise<MessagePage> {
    const { since, before = MAX_SEQUENCE, limit } = query
    const found = await this.messages.page(reader, chatId, since === undefined ? { before } : { since }, limit + 1)
    const hasMore = found.length > limit
    const shown = hasMore ? (since === undefined ? found.slice(1) : found.slice(0, limit)) : found
    return {
      messages: shown.map(serializeMessage),
      has_more: hasMore,
      last_sequence: Math.max(lastSequence, found.at(-1)?.sequence ?? 0),
    }
  }

  private async store(tx: Transaction, principal: Principal, chatId: string, body: SendMessageBody): Promise<Sent> {
    const { content, client_id: clientId } = body
    const draft = { id: uuidv7(), chatId, clientId, content }
    const row = isUuid(chatId) ? await this.messages.append(tx, principal, draft) : null
    if (!row) return { message: await this.original(tx, principal, chatId, body), created: false }
    const message = serializeAppended(row)
    const { user_id, user_email } = row
    await tx.publish('message.sent', { message, sender_id: principal.id, user_id, user_email })
    await tx.publish('chat.changed', { chat_id: message.chat_id })
    return { message, created: true }
  }

  private async original(tx: Transaction, principal: Principal, chatId: string, body: SendMessageBody) {
    const { id } = await this.access.find(tx, principal, chatId)
    const original = await this.messages.findByClientId(tx, id, principal.id, body.client_id)
    if (!original) throw new Error('A message was not stored, and nothing says why')
    if (original.content !== body.content) {
      throw new AppError('conflict', 'Another message was sent under this client_id')
    }
    return serializeMessage(original)
  }
}
