import { Injectable } from '@nestjs/common'
import type { Principal } from '../auth/principal.js'
import { ChatAccess } from '../chats/chat-access.service.js'
import type { SupportChat } from '../chats/support-chat.entity.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { AppError } from '../common/errors/app-error.js'
import { MessageRepository } from './message.repository.js'

/** Keeps up to which message a client of the user has the chat. Moves only forward, and not past the newest message. */
@Injectable()
export class DeliveryReceiptsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly access: ChatAccess,
    private readonly messages: MessageRepository,
  ) {}

  /**
   * A client of the user has every message up to `sequence`.
   * @throws AppError `forbidden` for staff, `not_found`, `unauthenticated`
   */
  async markDelivered(principal: Principal, chatId: string, sequence: number): Promise<void> {
    if (principal.role !== 'user') throw new AppError('forbidden', 'This is for users only')
    const chat = await this.unitOfWork.read((reader) => this.access.find(reader, principal, chatId))
    await this.advance(principal, chat, sequence)
  }

  /** The same for a chat to which the user's access has been checked. */
  async advance(principal: Principal, chat: SupportChat, sequence: number): Promise<void> {
    const { id, lastSequence, userDeliveredSequence } = chat
    if (Math.min(sequence, lastSequence) <= userDeliveredSequence) return
    await this.unitOfWork.run(async (tx) => {
      const range = await this.messages.markDelivered(tx, principal, id, sequence)
      if (range) await tx.publish('messages.delivered', { chat_id: id, ...range })
    })
  }
}
