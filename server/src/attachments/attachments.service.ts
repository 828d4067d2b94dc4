import { Injectable } from '@nestjs/common'
import type { Attachment as AttachmentDto } from '@support-chat/shared'
import type { Principal } from '../auth/principal.js'
import { ChatAccess } from '../chats/chat-access.service.js'
import { AppError } from '../common/errors/app-error.js'
import { isUuid } from '../common/uuid.js'
import type { Reader, Transaction } from '../database/transaction.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import type { Attachment } from './attachment.entity.js'
import { AttachmentRepository, type Claim } from './attachment.repository.js'
import { serializeAttachment } from './serialize-attachment.js'

/** What messages ask of files, and what is told of one. */
@Injectable()
export class AttachmentsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly access: ChatAccess,
    private readonly attachments: AttachmentRepository,
  ) {}

  /**
   * A file of a chat: one that was sent there, or one's own.
   * @param chatId null: the user's own
   * @throws AppError `not_found`, `unauthenticated`
   */
  async read(principal: Principal, chatId: string | null, id: string): Promise<AttachmentDto> {
    const ownOrGiven = chatId ?? (await this.access.ownChatId(principal))
    return this.unitOfWork.read(async (reader) => {
      const chat = await this.access.find(reader, principal, ownOrGiven)
      const found = isUuid(id) ? await this.attachments.find(reader, id) : null
      const isVisible = found?.chatId === chat.id && (found.messageId !== null || found.uploaderId === principal.id)
      if (!found || !isVisible || found.state === 'uploading') throw unknownFile()
      return serializeAttachment(found)
    })
  }

  /**
   * Gives files to a message that has just been stored in the same transaction, in this order.
   * @throws AppError `not_found` for one that the sender has not uploaded to this chat; `conflict` for one that is sent already;
   *   `attachment_refused`
   */
  async claim(tx: Transaction, claim: Claim): Promise<Attachment[]> {
    const claimed = await this.attachments.claim(tx, claim)
    if (claimed.length === claim.ids.length) return claimed
    const owned = await this.attachments.ownedBy(tx, claim)
    const others = owned.filter(({ messageId }) => messageId !== claim.messageId)
    if (owned.length < claim.ids.length || others.some(({ state }) => state === 'uploading')) throw unknownFile()
    if (others.some(({ messageId }) => messageId !== null)) {
      throw new AppError('conflict', 'A file was sent already, with another message')
    }
    throw new AppError('attachment_refused', 'A file is infected: the scanner has found malware')
  }

  /** Removes the files of a message: their bytes follow within a minute. */
  removeOf(tx: Transaction, messageId: string): Promise<void> {
    return this.attachments.removeOf(tx, messageId)
  }

  /** Those of each message, in their order, by its id. */
  async ofMessages(reader: Reader, messageIds: string[]): Promise<Map<string, Attachment[]>> {
    const found = new Map<string, Attachment[]>()
    if (messageIds.length === 0) return found
    for (const attachment of await this.attachments.ofMessages(reader, messageIds)) {
      const id = attachment.messageId ?? ''
      found.set(id, [...(found.get(id) ?? []), attachment])
    }
    return found
  }
}

const unknownFile = () => new AppError('not_found', 'There is no such file')
