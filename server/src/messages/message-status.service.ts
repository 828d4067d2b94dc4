import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common'
import { MAX_PAGE_SIZE, MAX_SEQUENCE, type DeliveryList, type MessageDelivery } from '@support-chat/shared'
import type { Principal } from '../auth/principal.js'
import { ChatAccess } from '../chats/chat-access.service.js'
import { Batcher } from '../common/batcher.js'
import { EventBus } from '../database/event-bus.js'
import type { Reader } from '../database/transaction.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { EmailStatusSource } from './email-status.source.js'
import type { DeliveryRange } from './message-queries.js'
import { MessageRepository } from './message.repository.js'

/** Changes of a chat within this time, in milliseconds, are announced together. */
const BATCH_DELAY_MS = 25

/** The status of staff messages: delivered, read, e-mailed about. Announces it whenever it has changed. */
@Injectable()
export class MessageStatusService implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(MessageStatusService.name)
  /** By chat, the first sequence whose status changed. */
  private readonly changed = new Batcher<number>(BATCH_DELAY_MS, (changed) => this.emitChanges(changed))

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly access: ChatAccess,
    private readonly messages: MessageRepository,
    private readonly emails: EmailStatusSource,
    private readonly events: EventBus,
  ) {}

  onModuleInit(): void {
    this.events.onAfterCommit('reply.sent', ({ message: { chat_id, sequence } }) => this.change(chat_id, sequence))
    this.events.onAfterCommit('messages.delivered', ({ chat_id, from_sequence }) => this.change(chat_id, from_sequence))
    this.events.onAfterCommit('messages.read', ({ chat_id, reader_type, from_sequence }) => {
      if (reader_type === 'user') this.change(chat_id, from_sequence)
    })
    this.events.onAfterCommit('email.settled', ({ chat_id, first_sequence }) => this.change(chat_id, first_sequence))
  }

  onApplicationShutdown(): void {
    this.changed.stop()
  }

  /** @throws AppError `not_found` */
  list(principal: Principal, chatId: string, range: DeliveryRange): Promise<DeliveryList> {
    return this.unitOfWork.read(async (reader) => {
      const { id } = await this.access.find(reader, principal, chatId)
      return { deliveries: await this.read(reader, id, range) }
    })
  }

  private change(chatId: string, from: number): void {
    this.changed.add(chatId, from, Math.min)
  }

  private async emitChanges(changed: Map<string, number>): Promise<void> {
    try {
      for (const [chatId, from] of changed) {
        const range = { from, to: MAX_SEQUENCE }
        const deliveries = await this.unitOfWork.read((reader) => this.read(reader, chatId, range))
        if (deliveries.length > 0) this.events.emit('deliveries.changed', { chat_id: chatId, deliveries })
      }
    } catch (error) {
      this.logger.warn(`Failed to announce message statuses: chats=${changed.size} error=${String(error)}`)
    }
  }

  /** Messages first: the e-mail about a message is written with it, so that what is read second has it. */
  private async read(reader: Reader, chatId: string, range: DeliveryRange): Promise<MessageDelivery[]> {
    const messages = await this.messages.ofStaff(reader, chatId, range, MAX_PAGE_SIZE)
    if (messages.length === 0) return []
    const emails = await this.emails.find(reader, chatId, messages)
    return messages.map(({ id, sequence, deliveredAt, readAt }) => ({
      message_id: id,
      sequence,
      delivered_at: earlier(deliveredAt, readAt)?.toISOString() ?? null,
      read_at: readAt?.toISOString() ?? null,
      email: emails.get(sequence) ?? null,
    }))
  }
}

/** Who has read a message has had it, also where no client said so. */
function earlier(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other
  return one < other ? one : other
}
