import { Injectable } from '@nestjs/common'
import {
  MAX_PAGE_SIZE,
  type SendConflictDetails,
  type SendMessageBody,
  type SupportMessage,
} from '@support-chat/shared'
import { ChatAccess } from '../chats/chat-access.service.js'
import type { SupportChat } from '../chats/support-chat.entity.js'
import { AppError } from '../common/errors/app-error.js'
import { Operation } from '../common/operation.js'
import { isUuid, uuidv7 } from '../common/uuid.js'
import { isDatabaseUnavailable, isLockTimeout, isUniqueViolation } from '../common/errors/database-errors.js'
import { EventBus } from '../database/event-bus.js'
import type { Reader, Transaction } from '../database/transaction.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { ChatEffectsRecorder } from './chat-effects.recorder.js'
import { GroupCommitQueue, type Queued } from './group-commit-queue.js'
import { MessageAttachments } from './message-attachments.js'
import { type AppendedRow, MessageRepository, type NewMessage } from './message.repository.js'
import { MessageReviewer, type Send } from './message-reviewer.js'
import type { Sent } from './sent.js'
import { serializeAppended } from './serialize-message.js'

/** A send that was checked, until it is committed: then it is acknowledged. */
export const SENDING = new Operation<Send, Sent>('send')

/** What a send has stored; null where it stored nothing: it is a repeat, not allowed, or written for an older state of its chat. */
type Stored = SupportMessage | null

/** What is published of a user's message that is {@link MessageWriter.storeAlone stored alone}. */
const ALONE = ['message.sent', 'chat.changed'] as const

/** For one transaction, in milliseconds: with the wait in the queue, a client is answered before it gives up. */
const TRANSACTION_MS = 5_000

/** For so long, in milliseconds, the sends of a batch that failed are stored one by one: nobody waits longer. */
const ONE_BY_ONE_MS = 8_000

/**
 * The only writer of new messages: stores each once, however often it is sent, in transactions that many sends share.
 *
 * Where a transaction fails, its sends are stored one by one, so that only the bad one is refused. Serialization failures
 * and deadlocks do not get here: the unit of work repeats the transaction.
 */
@Injectable()
export class MessageWriter {
  private readonly queue = new GroupCommitQueue<Send, Stored>((batch) => this.storeBatch(batch))

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly events: EventBus,
    private readonly access: ChatAccess,
    private readonly messages: MessageRepository,
    private readonly reviewer: MessageReviewer,
    private readonly effects: ChatEffectsRecorder,
    private readonly attachments: MessageAttachments,
  ) {}

  /**
   * A repeat of `client_id` gives the original.
   * @throws AppError `conflict` where the `client_id` is taken by another content, or the chat's newest message is another
   *   than `if_last_sequence`, with {@link SendConflictDetails}; `not_found`, `unauthenticated`, `unavailable`;
   *   of its files {@link MessageAttachments.claim}; `invalid_request` where a policy refuses it
   */
  write(draft: Send): Promise<Sent> {
    return SENDING.observe(draft, () => this.storeOrFind(draft))
  }

  private async storeOrFind(draft: Send): Promise<Sent> {
    const isStored = () => this.unitOfWork.read((reader) => this.isStored(draft, reader))
    const send = this.reviewer.isNeeded ? await this.reviewer.review(draft, isStored) : draft
    if (send.body.attachment_ids?.length) {
      return this.attachments.runSend(() => this.unitOfWork.run((tx) => this.storeLocked(tx, send), TRANSACTION_MS))
    }
    const stored = isUuid(send.chatId) ? await this.enqueue(send) : null
    if (stored) return { message: stored, created: true }
    const message = await this.unitOfWork.read((reader) => this.findOriginal(send, reader))
    return { message, created: false }
  }

  /**
   * The same in a transaction of the caller's: what it has written before commits together with the message. The chat is
   * locked first, so that a repeat that another process is storing is waited for and seen.
   */
  async writeIn(tx: Transaction, draft: Send): Promise<Sent> {
    const send = this.reviewer.isNeeded ? await this.reviewer.review(draft, () => this.isStored(draft, tx)) : draft
    return this.storeLocked(tx, send)
  }

  private async storeLocked(tx: Transaction, send: Send): Promise<Sent> {
    await this.access.lock(tx, send.principal, send.chatId)
    const [stored] = await this.storeIn(tx, [send])
    if (stored) return { message: stored, created: true }
    return { message: await this.findOriginal(send, tx), created: false }
  }

  /** For how long, in milliseconds, no transaction of sends has ended; 0 while one is open at most. */
  stalledForMs(): number {
    return this.queue.stalledForMs()
  }

  protected enqueue(send: Send): Promise<Stored> {
    return this.queue.add({ chatId: send.chatId.toLowerCase(), senderId: send.principal.id }, send)
  }

  /** Stores sends of different chats in one transaction, and answers in their order. */
  protected async store(batch: Send[]): Promise<Stored[]> {
    const stored = await this.storeAlone(batch)
    const left = batch.filter((_, at) => !stored[at])
    if (left.length === 0) return stored
    const rest = await this.unitOfWork.run((tx) => this.storeIn(tx, left), TRANSACTION_MS)
    return stored.map((alone) => alone ?? rest.shift() ?? null)
  }

  /** With most messages of users nothing else is written: their statement needs no transaction around it. */
  private async storeAlone(batch: Send[]): Promise<Stored[]> {
    const isWrittenAlong = ALONE.some((event) => this.events.hasBeforeCommit(event))
    if (isWrittenAlong || batch.some(({ principal }) => principal.role === 'admin')) return batch.map(() => null)
    return this.unitOfWork.runStatement((tx) => this.storeIn(tx, batch, { alone: true }), TRANSACTION_MS)
  }

  private async storeIn(tx: Transaction, batch: Send[], { alone = false } = {}): Promise<Stored[]> {
    const drafts = batch.map(({ principal, chatId, body, isUnasked }) => {
      const isAnswer = principal.role === 'admin' && !isUnasked
      return { id: uuidv7(), principal, chatId, isAnswer, ...body }
    })
    const rows = await this.messages.append(tx, drafts, alone)
    const stored: Stored[] = []
    for (const [at, draft] of drafts.entries()) {
      const row = rows[at]
      stored.push(row ? await this.publish(tx, draft, row) : null)
    }
    return stored
  }

  private async publish(tx: Transaction, draft: NewMessage, row: AppendedRow): Promise<SupportMessage> {
    const { user_id, external_id, user_email, restores, wakes, takes } = row
    const message = serializeAppended(draft, row, await this.attachments.claim(tx, draft))
    const { chat_id } = message
    const sender_id = draft.principal.id
    const event = { message, sender_id, user_id, external_id, user_email }
    await tx.publish('message.sent', event)
    if (message.sender_type === 'admin') await tx.publish('reply.sent', event)
    await this.effects.record(tx, { chat_id, sender_id, restores, wakes, takes })
    await tx.publish('chat.changed', { chat_id })
    return message
  }

  private async storeBatch(batch: Queued<Send, Stored>[]): Promise<void> {
    const began = performance.now()
    try {
      const stored = await this.storeUnlessDuplicate(batch.map(({ item }) => item))
      batch.forEach(({ resolve }, at) => resolve(stored[at] ?? null))
    } catch (error) {
      for (const one of batch) {
        const isLate = performance.now() - began > ONE_BY_ONE_MS
        if (batch.length === 1 || isLate || concernsAll(error)) one.reject(error)
        else await this.storeBatch([one])
      }
    }
  }

  private async storeUnlessDuplicate(batch: Send[]): Promise<Stored[]> {
    try {
      return await this.store(batch)
    } catch (error) {
      // Another process was storing the same message. Now it is there, and the statement leaves it out.
      if (isUniqueViolation(error, 'support_messages_client_id')) return this.store(batch)
      throw error
    }
  }

  private async isStored({ principal, chatId, body }: Send, reader: Reader): Promise<boolean> {
    const { id } = await this.access.find(reader, principal, chatId)
    return (await this.messages.findByClientId(reader, id, principal.id, body.client_id)) !== null
  }

  /** What a send that stored nothing had stored before; or why it may not. */
  private async findOriginal({ principal, chatId, body, isRewritten }: Send, reader: Reader): Promise<SupportMessage> {
    const chat = await this.access.find(reader, principal, chatId)
    const original = await this.messages.findByClientId(reader, chat.id, principal.id, body.client_id)
    if (!original) {
      if (body.if_last_sequence === undefined) throw new Error('A message was not stored, and nothing says why')
      const details = await this.readSince(reader, chat, body.if_last_sequence)
      throw new AppError('conflict', 'The newest message of the chat is another one by now', details)
    }
    const [message] = await this.attachments.serialize(reader, [original])
    if (!message || (!isSame(message, body) && !isRewritten && !original.redactedAt)) {
      throw new AppError('conflict', 'Another message was sent under this client_id')
    }
    return message
  }

  private async readSince(reader: Reader, chat: SupportChat, since: number): Promise<SendConflictDetails> {
    const messages = await this.messages.page(reader, chat.id, { since }, MAX_PAGE_SIZE)
    const last_sequence = Math.max(chat.lastSequence, messages.at(-1)?.sequence ?? 0)
    return { last_sequence, messages: await this.attachments.serialize(reader, messages) }
  }
}

/** Whether a send is a repeat of what is stored. */
function isSame(
  { content, attachments }: SupportMessage,
  { content: sent, attachment_ids = [] }: SendMessageBody,
): boolean {
  return content === sent && attachments.map(({ id }) => id).join() === attachment_ids.join().toLowerCase()
}

/** A lock that was not to be had in time is one chat's; any other failure of the database is everybody's. */
function concernsAll(error: unknown): boolean {
  return isDatabaseUnavailable(error) && !isLockTimeout(error)
}
