import { Injectable } from '@nestjs/common'
import type { EmailDelivery } from '@support-chat/shared'
import type { Reader } from '../database/transaction.js'
import { EmailStatusSource, type StaffMessage } from '../messages/email-status.source.js'
import { WRITTEN_TO_FILE } from './email-outbox.entity.js'
import { refusalInWords } from './email-outbox.policy.js'
import { type CoveringEmail, EmailOutboxRepository } from './email-outbox.repository.js'

/** Tells staff what became of the e-mails about their messages. */
@Injectable()
export class EmailStatusService extends EmailStatusSource {
  constructor(private readonly outbox: EmailOutboxRepository) {
    super()
  }

  async find(reader: Reader, chatId: string, messages: readonly StaffMessage[]): Promise<Map<number, EmailDelivery>> {
    const readAt = new Map(messages.map((message) => [message.sequence, message.readAt]))
    const emails = await this.outbox.findCovering(reader, chatId, [...readAt.keys()])
    return new Map(emails.map((email) => [email.sequence, toEmailDelivery(email, readAt.get(email.sequence) ?? null)]))
  }
}

function toEmailDelivery(email: CoveringEmail, readAt: Date | null): EmailDelivery {
  const { status, reason, due_at, sent_at, updated_at } = email
  const ended = (outcome: Pick<EmailDelivery, 'status' | 'reason'>): EmailDelivery => ({
    due_at: null,
    sent_at: null,
    ...outcome,
  })
  if (status === 'skipped') return ended({ status: 'not_sent', reason })
  if (status === 'failed') return ended({ status: 'failed', reason: refusalInWords(reason) })
  // Read in time. The e-mail may still be sent for the other messages that it covers.
  if (readAt && (sent_at === null || readAt < sent_at)) return ended({ status: 'not_sent', reason: 'read' })
  if (status === 'sent' && reason === WRITTEN_TO_FILE) return ended({ status: 'not_sent', reason })
  if (status === 'sent') return { ...ended({ status, reason: null }), sent_at: sent_at?.toISOString() ?? null }
  // While it is being sent, `due_at` is when the claim ends; what staff want to know is when it began.
  const due = status === 'sending' ? updated_at : due_at
  return {
    status: 'waiting',
    due_at: due.toISOString(),
    sent_at: null,
    reason: reason === null ? null : refusalInWords(reason),
  }
}
