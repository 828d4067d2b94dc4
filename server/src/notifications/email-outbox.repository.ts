import { Injectable } from '@nestjs/common'
import type { Role } from '@support-chat/shared'
import { v7 as uuid } from 'uuid'
import { query } from '../database/sql.js'
import type { Reader, Transaction } from '../database/transaction.js'
import type { EmailStatus, SkipReason, WRITTEN_TO_FILE } from './email-outbox.entity.js'
import * as statements from './email-outbox.sql.js'

/** A row whose time has come, locked by this transaction. */
export interface DueEmail {
  id: string
  chat_id: string
  /** Whose turn it is: `email`, or a channel of the application. */
  channel: string
  first_sequence: number
  attempts: number
  message_id: string
  /** The first staff message that it is about. */
  first_message_id: string
}

/** Who the e-mail would go to, read under the chat's lock. */
export interface Recipient {
  user_id: string
  email: string
  name: string | null
  role: Role
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

/** The e-mail about one staff message. */
export interface CoveringEmail {
  sequence: number
  status: EmailStatus
  reason: string | null
  due_at: Date
  sent_at: Date | null
  updated_at: Date
}

/** The only writer of `email_notifications`. All times are the database's, so that the processes' clocks do not matter. */
@Injectable()
export class EmailOutboxRepository {
  /** Adds an e-mail, or a notice of another channel, unless one of the chat is waiting. @returns its id, or null where the waiting one covers the message */
  async add(
    tx: Transaction,
    email: { chatId: string; channel: string; firstSequence: number; delaySeconds: number; mailDomain: string },
  ): Promise<string | null> {
    const id = uuid()
    const messageId = `<reply-${id}@${email.mailDomain}>`
    const values = [id, email.chatId, email.firstSequence, email.delaySeconds, messageId, email.channel]
    const [added] = await query<{ id: string }[]>(tx, statements.ADD_EMAIL, values)
    return added?.id ?? null
  }

  /** The e-mail or notice that is due longest, skipping those that other workers have locked. */
  async lockNextDue(tx: Transaction, channels: string[]): Promise<DueEmail | null> {
    const [due] = await query<DueEmail[]>(tx, statements.LOCK_NEXT_DUE, [channels])
    return due ?? null
  }

  /** Locks the chat's row: nobody sends, reads or archives in it until this transaction has decided. */
  async lockChat(tx: Transaction, chatId: string): Promise<Recipient> {
    const [recipient] = await query<[Recipient]>(tx, statements.LOCK_CHAT, [chatId])
    return recipient
  }

  /** Separate from {@link lockChat}: only a new statement sees what was committed while the lock was awaited. */
  async newestReplyAfter(tx: Transaction, chatId: string, sequence: number): Promise<UnreadReply | null> {
    const [reply] = await query<UnreadReply[]>(tx, statements.NEWEST_REPLY_AFTER, [chatId, sequence])
    return reply ?? null
  }

  /** How many staff messages after a sequence have lost their text. */
  async countRedactedAfter(tx: Transaction, chatId: string, sequence: number): Promise<number> {
    const [{ count }] = await query<[{ count: number }]>(tx, statements.COUNT_REDACTED_AFTER, [chatId, sequence])
    return count
  }

  /** Whether a later e-mail of the chat covers, or has covered, the messages of this one. */
  async hasLaterEmail(tx: Transaction, email: DueEmail): Promise<boolean> {
    const later = await query<unknown[]>(tx, statements.LATER_EMAIL, [
      email.chat_id,
      email.first_sequence,
      email.channel,
    ])
    return later.length > 0
  }

  async claim(tx: Transaction, email: DueEmail, lastSequence: number, leaseSeconds: number): Promise<Claimed> {
    const attempt = email.attempts + 1
    await query(tx, statements.CLAIM, [email.id, attempt, lastSequence, leaseSeconds])
    return { id: email.id, attempt }
  }

  async skip(tx: Transaction, email: DueEmail, reason: SkipReason): Promise<void> {
    await query(tx, statements.END_UNCLAIMED, [email.id, 'skipped', reason])
  }

  /** Fails an e-mail that no worker has claimed. */
  async giveUp(tx: Transaction, email: DueEmail, reason: string): Promise<void> {
    await query(tx, statements.END_UNCLAIMED, [email.id, 'failed', reason])
  }

  /**
   * Nothing happens when the claim was lost to another worker meanwhile.
   * @param reason `WRITTEN_TO_FILE`, or null where a mail server has it
   */
  async recordSent(tx: Transaction, { id, attempt }: Claimed, reason: typeof WRITTEN_TO_FILE | null): Promise<void> {
    await query(tx, statements.END_CLAIMED, [id, attempt, 'sent', reason])
  }

  async recordFailed(tx: Transaction, { id, attempt }: Claimed, reason: string): Promise<void> {
    await query(tx, statements.END_CLAIMED, [id, attempt, 'failed', reason])
  }

  /** Ends the claim and tries again later; an e-mail added meanwhile takes its place. Needs the chat's lock. */
  async postpone(tx: Transaction, { id, attempt }: Claimed, reason: string, seconds: number): Promise<void> {
    await query(tx, statements.POSTPONE, [id, attempt, reason, seconds])
  }

  /** The e-mail about each of these staff messages; none for those without. */
  findCovering(reader: Reader, chatId: string, sequences: number[]): Promise<CoveringEmail[]> {
    return query(reader, statements.FIND_COVERING, [chatId, sequences])
  }
}
