import type { Attachment, SupportMessage as SupportMessageDto } from '@support-chat/shared'
import type { AppendedRow, NewMessage } from './message.repository.js'
import type { SupportMessage } from './support-message.entity.js'

export function serializeMessage(message: SupportMessage, attachments: Attachment[]): SupportMessageDto {
  return {
    id: message.id,
    chat_id: message.chatId,
    sequence: message.sequence,
    client_id: message.clientIdText ?? message.clientId,
    content: message.content,
    sender_type: message.senderType,
    sender_name: message.sender ? message.sender.name : message.senderName,
    read_at: message.readAt?.toISOString() ?? null,
    redacted_at: message.redactedAt?.toISOString() ?? null,
    created_at: message.createdAt.toISOString(),
    attachments,
  }
}

/** The same of one that was just stored. */
export function serializeAppended(message: NewMessage, row: AppendedRow, attachments: Attachment[]): SupportMessageDto {
  return {
    id: message.id,
    chat_id: message.chatId.toLowerCase(),
    sequence: row.sequence,
    client_id: message.client_id,
    content: message.content,
    sender_type: row.sender_type,
    sender_name: row.sender_name,
    read_at: null,
    redacted_at: null,
    created_at: row.created_at,
    attachments,
  }
}
