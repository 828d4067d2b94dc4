import { Injectable } from '@nestjs/common'
import type { Attachment, SupportMessage as SupportMessageDto } from '@support-chat/shared'
import { AttachmentsService } from '../attachments/attachments.service.js'
import { serializeAttachment } from '../attachments/serialize-attachment.js'
import { AppError } from '../common/errors/app-error.js'
import type { Reader, Transaction } from '../database/transaction.js'
import { ConcurrencyLimiter } from '../rate-limits/concurrency-limiter.js'
import { type NewMessage, MessageRepository } from './message.repository.js'
import { serializeMessage } from './serialize-message.js'
import type { SupportMessage } from './support-message.entity.js'

/** Sends with files that are stored at a time, each in a transaction of its own; others wait for as long as a client does. */
const SENDS = { maxRunning: 4, maxQueued: 500, maxWaitMs: 8_000 }

const NONE: Attachment[] = []

/** The files of messages. Messages without, which are most, cost nothing more. */
@Injectable()
export class MessageAttachments {
  private readonly sends = new ConcurrencyLimiter(SENDS, {
    reject: () => new AppError('unavailable', 'Too much is being sent just now. Try again in a moment'),
  })

  constructor(
    private readonly attachments: AttachmentsService,
    private readonly messages: MessageRepository,
  ) {}

  /** One that fails, as for a file of another's, then harms nobody whose send would share its transaction. */
  runSend<T>(send: () => Promise<T>): Promise<T> {
    return this.sends.run(send)
  }

  /** Gives a message that has just been stored its files. @throws AppError see {@link AttachmentsService.claim} */
  async claim(tx: Transaction, { id, chatId, principal, attachment_ids: ids }: NewMessage): Promise<Attachment[]> {
    if (!ids?.length) return NONE
    const files = await this.attachments.claim(tx, { messageId: id, chatId, uploaderId: principal.id, ids })
    await this.messages.nameAttachments(tx, id, files.map(({ name }) => name).join('\n'))
    return files.map(serializeAttachment)
  }

  /** Removes the files of a message, for good. */
  remove(tx: Transaction, messageId: string): Promise<void> {
    return this.attachments.removeOf(tx, messageId)
  }

  /** What clients get of stored messages. */
  async serialize(reader: Reader, messages: SupportMessage[]): Promise<SupportMessageDto[]> {
    const withFiles = messages.filter(({ attachmentNames }) => attachmentNames !== null).map(({ id }) => id)
    const files = await this.attachments.ofMessages(reader, withFiles)
    return messages.map((message) => serializeMessage(message, files.get(message.id)?.map(serializeAttachment) ?? NONE))
  }
}
