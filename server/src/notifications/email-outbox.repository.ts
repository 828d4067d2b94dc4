import { Injectable } from '@nestjs/common'
import type { SenderType } from '@support-chat/shared'
import { v7 as uuid } from 'uuid'
import type { Transaction } from '../database/transaction.js'
import type { EmailStatus, SkipReason, WRITTEN_TO_FILE } from './email-outbox.entity.js'

/** A row whose time has come, locked by this transaction. */
export interface DueEmail {
  id: string
  chat_id: string
  first_sequence: number
  attempts: number
  message_id: string
}

/** Who the e-mail would go to, read under the chat's lock. */
export interface Recipient {
  user_id: string
  email: string
  name: string | null
  role: SenderType
  opted_out: boolean
  deactivated: boolean
  archived: boolean
  user_read_sequence: number
  user_unread_count: number
}

export interface UnreadReply {
  sequence: number
  content: string
  sender_name: string | null
}

/** A row that this worker has claimed, with the number of the attempt: another worker's claim has another number. */
export interface Claimed {
  id: string
  attempt: number
}

/** The only writer of `email_notifications`. All times are the database's, so that the processes' clocks do not matter. */
@Injectable()
export class EmailOutboxRepository {
  /** Adds an e-mail, unless one of the chat is waiting. @returns its id, or null where the waiting one covers the message */
  async add(
    tx: Transaction,
    email: { chatId: string; firstSequence: number; delaySeconds: number; mailDomain: string },
  ): Promise<string | null> {
    const id = uuid()
    const rows: { id: string }[] = await tx.manager.query(
      `INSERT INTO email_notifications (id, chat_id, first_sequence, due_at, message_id)
       VALUES ($1, $2, $3, now() + make_interval(secs => $4), $5)
       ON CONFLICT (chat_id) WHERE status = 'waiting' DO NOTHING
       RETURNING id`,
      [id, email.chatId, email.firstSequence, email.delaySeconds, `<reply-${id}@${email.mailDomain}>`],
    )
    return rows[0]?.id ?? null
  }

  /** The e-mail that is due longest, skipping those that other workers have locked. */
  async lockNextDue(tx: Transaction): Promise<DueEmail | null> {
    const rows: DueEmail[] = await tx.manager.query(
      `SELECT id, chat_id, first_sequence, attempts, message_id
       FROM email_notifications
       WHERE status IN ('waiting', 'sending') AND due_at <= now()
       ORDER BY due_at
       LIMIT 1
       FOR UPDATE SKIP LOCKED`,
    )
    return rows[0] ?? null
  }

  /** Locks the chat's row: nobody sends, reads or archives in it until this transaction has decided. */
  async lockChat(tx: Transaction, chatId: string): Promise<Recipient> {
    const rows: [Recipient] = await tx.manager.query(
      `SELECT u.id AS user_id, u.email, u.name, u.role,
              u.email_opt_out_at IS NOT NULL AS opted_out,
              u.deactivated_at IS NOT NULL AS deactivated,
              c.archived_at IS NOT NULL AS archived,
              c.user_read_sequence, c.user_unread_count
       FROM support_chats c JOIN users u ON u.id = c.user_id
       WHERE c.id = $1
       FOR NO KEY UPDATE OF c`,
      [chatId],
    )
    return rows[0]
  }

  /** Separate from {@link lockChat}: only a new statement sees what was committed while the lock was awaited. */
  async newestReplyAfter(tx: Transaction, chatId: string, sequence: number): Promise<UnreadReply | null> {
    const rows: UnreadReply[] = await tx.manager.query(
      `SELECT m.sequence, m.content, coalesce(u.name, m.sender_name) AS sender_name
       FROM support_messages m LEFT JOIN users u ON u.id = m.sender_id
       WHERE m.chat_id = $1 AND m.sequence > $2 AND m.sender_type = 'admin'
       ORDER BY m.sequence DESC
       LIMIT 1`,
      [chatId, sequence],
    )
    return rows[0] ?? null
  }

  /** Whether a later e-mail of the chat covers, or has covered, the messages of this one. */
  async hasLaterEmail(tx: Transaction, email: DueEmail): Promise<boolean> {
    const rows: unknown[] = await tx.manager.query(
      `SELECT 1 FROM email_notifications
       WHERE chat_id = $1 AND first_sequence > $2 AND status IN ('waiting', 'sending', 'sent')
       LIMIT 1`,
      [email.chat_id, email.first_sequence],
    )
    return rows.length > 0
  }

  async claim(tx: Transaction, email: DueEmail, lastSequence: number, leaseSeconds: number): Promise<Claimed> {
    const attempt = email.attempts + 1
    await tx.manager.query(
      `UPDATE email_notifications
       SET status = 'sending', attempts = $2, last_sequence = $3, updated_at = now(),
           due_at = now() + make_interval(secs => $4)
       WHERE id = $1`,
      [email.id, attempt, lastSequence, leaseSeconds],
    )
    return { id: email.id, attempt }
  }

  async skip(tx: Transaction, email: DueEmail, reason: SkipReason): Promise<void> {
    await tx.manager.query(
      `UPDATE email_notifications SET status = 'skipped', reason = $2, updated_at = now() WHERE id = $1`,
      [email.id, reason],
    )
  }

  /** Fails an e-mail that no worker has claimed. */
  async giveUp(tx: Transaction, email: DueEmail, reason: string): Promise<void> {
    await tx.manager.query(
      `UPDATE email_notifications SET status = 'failed', reason = $2, updated_at = now() WHERE id = $1`,
      [email.id, reason],
    )
  }

  /**
   * Nothing happens when the claim was lost to another worker meanwhile.
   * @param reason `WRITTEN_TO_FILE`, or null where a mail server has it
   */
  async recordSent(tx: Transaction, claimed: Claimed, reason: typeof WRITTEN_TO_FILE | null): Promise<void> {
    await this.settle(tx, claimed, { status: 'sent', reason })
  }

  async recordFailed(tx: Transaction, claimed: Claimed, reason: string): Promise<void> {
    await this.settle(tx, claimed, { status: 'failed', reason })
  }

  /** Ends the claim and tries again later; an e-mail added meanwhile takes its place. Needs the chat's lock. */
  async postpone(tx: Transaction, claimed: Claimed, reason: string, seconds: number): Promise<void> {
    await tx.manager.query(
      `UPDATE email_notifications e
       SET status = CASE WHEN later.exists THEN 'skipped' ELSE 'waiting' END,
           reason = CASE WHEN later.exists THEN 'joined' ELSE $3 END,
           due_at = now() + make_interval(secs => $4), updated_at = now()
       FROM (SELECT EXISTS (
               SELECT 1 FROM email_notifications own JOIN email_notifications other USING (chat_id)
               WHERE own.id = $1 AND other.id <> $1 AND other.status = 'waiting')) later
       WHERE e.id = $1 AND e.status = 'sending' AND e.attempts = $2`,
      [claimed.id, claimed.attempt, reason, seconds],
    )
  }

  private async settle(
    tx: Transaction,
    claimed: Claimed,
    outcome: { status: EmailStatus; reason: string | null },
  ): Promise<void> {
    await tx.manager.query(
      `UPDATE email_notifications
       SET status = $3, reason = $4, updated_at = now(), sent_at = CASE WHEN $3 = 'sent' THEN now() END
       WHERE id = $1 AND status = 'sending' AND attempts = $2`,
      [claimed.id, claimed.attempt, outcome.status, outcome.reason],
    )
  }
}
