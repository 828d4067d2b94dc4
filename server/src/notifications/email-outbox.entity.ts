import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm'

/**
 * - `waiting`: is sent at `due_at`, for the first time or again.
 * - `sending`: claimed by a worker; at `due_at` the claim ends and another worker may take it.
 * - `sent`, `skipped`, `failed`: final, for the reason given.
 */
export type EmailStatus = 'waiting' | 'sending' | 'sent' | 'skipped' | 'failed'

/** The `reason` of a `sent` e-mail that was written to a file, since no SMTP_URL is set: it has reached nobody. */
export const WRITTEN_TO_FILE = 'file'

/**
 * Why an e-mail was not needed. `joined`: a later e-mail of the same chat covers its messages too; `redacted`: its messages
 * have lost their text.
 */
export type SkipReason = 'read' | 'redacted' | 'archived' | 'opted_out' | 'deactivated' | 'admin' | 'joined'

/**
 * One e-mail about unread staff messages, or notice of another channel, written in the transaction of the first message it is about.
 *
 * A chat has at most one `waiting` row of a channel: messages sent while it waits are covered by it.
 */
@Entity('email_notifications')
export class OutboxEmail {
  /** UUID v7, made by the application. */
  @PrimaryColumn('uuid')
  id: string

  @Column('uuid', { name: 'chat_id' })
  chatId: string

  /** `email`, or the name of another channel. */
  @Column('text', { default: 'email' })
  channel: string

  /** The first staff message that the e-mail is about. */
  @Column('integer', { name: 'first_sequence' })
  firstSequence: number

  /** The last staff message that the e-mail is about; null until it is claimed. */
  @Column('integer', { name: 'last_sequence', nullable: true })
  lastSequence: number | null

  @Column('text')
  status: EmailStatus

  /** A {@link SkipReason}, or what the mail server answered to the last attempt, such as `EENVELOPE 550`. */
  @Column('text', { nullable: true })
  reason: string | null

  @Column('integer', { default: 0 })
  attempts: number

  /** By the database's clock. */
  @Column('timestamptz', { name: 'due_at' })
  dueAt: Date

  /** `Message-ID` header of every attempt, so that a mail program shows a repeat once. */
  @Column('text', { name: 'message_id' })
  messageId: string

  @Column('timestamptz', { name: 'sent_at', nullable: true })
  sentAt: Date | null

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date

  @UpdateDateColumn({ type: 'timestamptz', name: 'updated_at' })
  updatedAt: Date
}
