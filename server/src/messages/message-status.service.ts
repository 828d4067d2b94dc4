import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common'
import { MAX_PAGE_SIZE, type DeliveryList, type EmailDelivery, type MessageDelivery } from '@support-chat/shared'
import type { Principal } from '../auth/principal.js'
import { ChatAccess } from '../chats/chat-access.service.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { EventBus } from '../database/event-bus.js'
import { Batcher } from '../common/batcher.js'
import { MessageStatusRepository, type MessageStatusRow } from './message-status.repository.js'
import type { DeliveryRange } from './message-status.schemas.js'
import { WRITTEN_TO_FILE } from '../notifications/email-outbox.entity.js'
import { refusalInWords } from '../notifications/email-outbox.policy.js'

/** Changes of a chat within this time, in milliseconds, are told together. */
const BATCH_DELAY_MS = 25

const MAX_SEQUENCE = 2 ** 31 - 1

/** What became of staff messages: delivered, read, told of by e-mail. Tells it whenever it changes, after the fact. */
@Injectable()
export class MessageStatusService implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(MessageStatusService.name)
  /** By chat, the first sequence of which something changed. */
  private readonly changed = new Batcher<number>(BATCH_DELAY_MS, (changed) => this.tell(changed))

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly access: ChatAccess,
    private readonly statuses: MessageStatusRepository,
    private readonly events: EventBus,
  ) {}

  onModuleInit(): void {
    this.events.onAfterCommit('message.sent', ({ message: { chat_id, sequence, sender_type } }) => {
      if (sender_type === 'admin') this.change(chat_id, sequence)
    })
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
  list(principal: Principal, chatId: string, { from, to }: DeliveryRange): Promise<DeliveryList> {
    return this.unitOfWork.read(async (reader) => {
      const { id } = await this.access.find(reader, principal, chatId)
      const rows = await this.statuses.list(reader, id, { from, to }, MAX_PAGE_SIZE)
      return { deliveries: rows.map(toMessageDelivery) }
    })
  }

  private change(chatId: string, from: number): void {
    this.changed.add(chatId, from, Math.min)
  }

  private async tell(changed: Map<string, number>): Promise<void> {
    try {
      for (const [chatId, from] of changed) {
        const range = { from, to: MAX_SEQUENCE }
        const rows = await this.unitOfWork.read((reader) => this.statuses.list(reader, chatId, range, MAX_PAGE_SIZE))
        const deliveries = rows.map(toMessageDelivery)
        if (deliveries.length > 0) this.events.emit('deliveries.changed', { chat_id: chatId, deliveries })
      }
    } catch (error) {
      this.logger.warn(`Staff were not told what became of messages in ${changed.size} chats: ${String(error)}`)
    }
  }
}

function toMessageDelivery(row: MessageStatusRow): MessageDelivery {
  return {
    message_id: row.message_id,
    sequence: row.sequence,
    delivered_at: row.delivered_at?.toISOString() ?? null,
    read_at: row.read_at?.toISOString() ?? null,
    email: toEmail(row),
  }
}

function toEmail({
  status,
  reason,
  due_at,
  sent_at,
  read_at,
  email_updated_at,
}: MessageStatusRow): EmailDelivery | null {
  const settled = (outcome: Pick<EmailDelivery, 'status' | 'reason'>): EmailDelivery => ({
    due_at: null,
    sent_at: null,
    ...outcome,
  })
  if (status === null) return null
  if (status === 'skipped') return settled({ status: 'not_sent', reason })
  if (status === 'failed') return settled({ status: 'failed', reason: refusalInWords(reason) })
  // An e-mail of the batch may still go out about the others.
  if (read_at && (sent_at === null || read_at < sent_at)) return settled({ status: 'not_sent', reason: 'read' })
  if (status === 'sent' && reason === WRITTEN_TO_FILE) return settled({ status: 'not_sent', reason })
  if (status === 'sent') return { ...settled({ status, reason: null }), sent_at: sent_at?.toISOString() ?? null }
  const due = status === 'sending' ? email_updated_at : due_at
  return {
    status: 'waiting',
    due_at: due?.toISOString() ?? null,
    sent_at: null,
    reason: reason === null ? null : refusalInWords(reason),
  }
}
