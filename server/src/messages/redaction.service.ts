import { Injectable } from '@nestjs/common'
import type { SupportMessage } from '@support-chat/shared'
import { AuditLog } from '../audit/audit-log.js'
import { AccountsService } from '../auth/accounts.service.js'
import type { Principal } from '../auth/principal.js'
import { ChatAccess } from '../chats/chat-access.service.js'
import { AppError } from '../common/errors/app-error.js'
import { isUuid } from '../common/uuid.js'
import { MessageAttachments } from './message-attachments.js'
import { MessageRepository } from './message.repository.js'
import { serializeMessage } from './serialize-message.js'

/** Removes the text of messages: what was said by mistake, or must not be kept. */
@Injectable()
export class RedactionService {
  constructor(
    private readonly accounts: AccountsService,
    private readonly access: ChatAccess,
    private readonly messages: MessageRepository,
    private readonly audit: AuditLog,
    private readonly attachments: MessageAttachments,
  ) {}

  /**
   * Empties a message for everybody and for good; its place in the chat stays. Safe to repeat.
   * @throws AppError `forbidden` below admin; `not_found`
   */
  redact(principal: Principal, chatId: string, messageId: string): Promise<SupportMessage> {
    return this.accounts.runAs(principal, 'messages.redact', async (tx) => {
      const chat = await this.access.lock(tx, principal, chatId)
      const redacted = isUuid(messageId) ? await this.messages.redact(tx, chat.id, messageId) : null
      if (redacted) {
        const { sequence, redacted_at } = redacted
        await this.attachments.remove(tx, messageId)
        const event = { chat_id: chat.id, message_id: messageId.toLowerCase(), sequence }
        await this.audit.record(tx, principal, 'message.redacted', event.message_id, { chat_id: chat.id, sequence })
        await tx.publish('message.redacted', { ...event, redacted_at: redacted_at.toISOString() })
        await tx.publish('chat.changed', { chat_id: chat.id })
      }
      const message = isUuid(messageId) ? await this.messages.findById(tx, chat.id, messageId) : null
      if (!message) throw new AppError('not_found', 'There is no such message')
      return serializeMessage(message, [])
    })
  }
}
