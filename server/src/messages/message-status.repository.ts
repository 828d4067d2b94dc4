import { Injectable } from '@nestjs/common'
import type { Reader } from '../database/transaction.js'
import type { EmailStatus } from '../notifications/email-outbox.entity.js'

/** A staff message with the e-mail that tells of it, if one was planned. */
export interface MessageStatusRow {
  message_id: string
  sequence: number
  delivered_at: Date | null
  read_at: Date | null
  status: EmailStatus | null
  reason: string | null
  due_at: Date | null
  sent_at: Date | null
  /** When the row last changed; while `sending`, when that began. */
  email_updated_at: Date | null
}

@Injectable()
export class MessageStatusRepository {
  /** The newest `limit` staff messages of a range, oldest first. */
  list(
    reader: Reader,
    chatId: string,
    range: { from: number; to: number },
    limit: number,
  ): Promise<MessageStatusRow[]> {
    return reader.manager.query(MESSAGE_STATUS, [chatId, range.from, range.to, limit])
  }
}

/**
 * A batch begins at its first message and goes on to the one before the next batch. Where its e-mail gave way to a later
 * one, that one tells of its messages too.
 */
const MESSAGE_STATUS = `
  SELECT message.id AS message_id, message.sequence, least(message.delivered_at, message.read_at) AS delivered_at,
    message.read_at, email.status, email.reason, email.due_at, email.sent_at, email.updated_at AS email_updated_at
  FROM (
    SELECT id, sequence, delivered_at, read_at FROM support_messages
    WHERE chat_id = $1 AND sequence BETWEEN $2 AND $3 AND sender_type = 'admin'
    ORDER BY sequence DESC LIMIT $4
  ) message
  LEFT JOIN LATERAL (
    SELECT first_sequence FROM email_notifications
    WHERE chat_id = $1 AND first_sequence <= message.sequence
    ORDER BY first_sequence DESC LIMIT 1
  ) batch ON true
  LEFT JOIN LATERAL (
    SELECT status, reason, due_at, sent_at, updated_at FROM email_notifications
    WHERE chat_id = $1 AND first_sequence >= batch.first_sequence AND NOT (status = 'skipped' AND reason = 'joined')
    ORDER BY first_sequence LIMIT 1
  ) email ON true
  ORDER BY message.sequence
`
