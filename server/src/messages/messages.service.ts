import { Injectable } from '@nestjs/common'
import { MAX_PAGE_SIZE, type MessagePage, type SendMessageBody, type SupportMessage } from '@support-chat/shared'
import { v7 as uuidv7 } from 'uuid'
import type { Principal } from '../auth/principal.js'
import { ChatAccess, isUuid } from '../chats/chat-access.service.js'
import { isDatabaseUnavailable, isLockTimeout, isUniqueViolation } from '../common/errors/database-errors.js'
import { AppError } from '../common/errors/app-error.js'
import type { Reader, Transaction } from '../database/transaction.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { DeliveryReceiptsService } from './delivery-receipts.service.js'
import { GroupCommitQueue } from './group-commit-queue.js'
import { type AppendedRow, MessageRepository } from './message.repository.js'
import { MAX_SEQUENCE, type MessagePageQuery } from './messages.schemas.js'
import { serializeAppended, serializeMessage } from './serialize-message.js'

/** A stored message, and whether this request stored it or an earlier one. */
export interface Sent {
  message: SupportMessage
  created: boolean
}

interface Send {
  principal: Principal
  chatId: string
  body: SendMessageBody
}

/** For a transaction of sends, in milliseconds: with the waits before it, a client is answered before it asks again. */
const STORE_MS = 5_000

/** Stands for the user's own chat, which is made on first use. */
export const OWN_CHAT = Symbol('own chat')

export type ChatReference = string | typeof OWN_CHAT

/** Sends and reads messages. */
@Injectable()
export class MessagesService {
  private readonly queue = new GroupCommitQueue(
    (batch: Send[]) => this.storeOnce(batch),
    (error) => isDatabaseUnavailable(error) && !isLockTimeout(error),
  )

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly access: ChatAccess,
    private readonly messages: MessageRepository,
    private readonly receipts: DeliveryReceiptsService,
  ) {}

  /**
   * Stores a message once, however often it is sent: a repeat of `client_id` gives the original.
   * @throws AppError `conflict` where the `client_id` is taken by another content, `not_found`, `unauthenticated`,
   *   `unavailable`
   */
  async send(principal: Principal, chat: ChatReference, body: SendMessageBody): Promise<Sent> {
    const chatId = chat === OWN_CHAT ? await this.access.ownChatId(principal) : chat
    const key = { chatId: chatId.toLowerCase(), senderId: principal.id }
    const stored = isUuid(chatId) ? await this.queue.add(key, { principal, chatId, body }) : null
    if (stored) return { message: stored, created: true }
    return { message: await this.original(principal, chatId, body), created: false }
  }

  /** How long, in milliseconds, nothing that is being stored has ended. */
  stalledForMs(): number {
    return this.queue.stalledForMs()
  }

  /**
   * A user's client that asks for what came after `since` has what came before: that much is delivered.
   * @throws AppError `not_found`, `unauthenticated`
   */
  async page(principal: Principal, chat: ChatReference, query: MessagePageQuery): Promise<MessagePage> {
    const chatId = chat === OWN_CHAT ? await this.access.ownChatId(principal) : chat
    return this.unitOfWork.read(async (reader) => {
      const found = await this.access.find(reader, principal, chatId)
      if (principal.role === 'user' && query.since) await this.receipts.reached(principal, found, query.since)
      return this.readPage(reader, found.id, found.lastSequence, query)
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

  private async storeOnce(batch: Send[]): Promise<(SupportMessage | null)[]> {
    try {
      return await this.store(batch)
    } catch (error) {
      // The same message was being stored by another process: now it is there, and is left out.
      if (isUniqueViolation(error, 'support_messages_client_id')) return this.store(batch)
      throw error
    }
  }

  private store(batch: Send[]): Promise<(SupportMessage | null)[]> {
    return this.unitOfWork.run(async (tx) => {
      const drafts = batch.map(({ principal, chatId, body }) => ({ id: uuidv7(), principal, chatId, ...body }))
      const stored: (SupportMessage | null)[] = []
      for (const row of await this.messages.append(tx, drafts)) stored.push(row && (await this.announce(tx, row)))
      return stored
    }, STORE_MS)
  }

  private async announce(tx: Transaction, row: AppendedRow): Promise<SupportMessage> {
    const { sender_id, user_id, user_email, ...appended } = row
    const message = serializeAppended(appended)
    await tx.publish('message.sent', { message, sender_id, user_id, user_email })
    await tx.publish('chat.changed', { chat_id: message.chat_id })
    return message
  }

  /** What a send that stored nothing had stored before; or why it may not. */
  private original(principal: Principal, chatId: string, body: SendMessageBody): Promise<SupportMessage> {
    return this.unitOfWork.read(async (reader) => {
      const { id } = await this.access.find(reader, principal, chatId)
      const original = await this.messages.findByClientId(reader, id, principal.id, body.client_id)
      if (!original) throw new Error('A message was not stored, and nothing says why')
      if (original.content !== body.content) {
        throw new AppError('conflict', 'Another message was sent under this client_id')
      }
      return serializeMessage(original)
    })
  }
}
