import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm'

/**
 * - `waiting`: goes out at `due_at`, or is tried again then.
 * - `sending`: a worker has it; should that worker die, the next one takes it at `due_at`.
 * - `sent`, `skipped`, `failed`: over, for the reason given.
 */
export type EmailStatus = 'waiting' | 'sending' | 'sent' | 'skipped' | 'failed'

/** The reason of one that is `sent` as far as it goes: without SMTP_URL it was written to a file, and reached nobody. */
export const WRITTEN_TO_FILE = 'file'

/** Why an e-mail was not needed. `joined`: a later e-mail of the same chat says it too. */
export type SkipReason = 'read' | 'archived' | 'opted_out' | 'deactivated' | 'admin' | 'joined'

/**
 * One e-mail about a batch of unread staff messages, written in the transaction of the batch's first message.
 *
 * A chat has at most one `waiting` row: messages that come while it waits belong to its batch.
 */
@Entity('email_notifications')
export class EmailNotification {
  /** UUID v7, made by the application. */
  @PrimaryColumn('uuid')
  id: string

  @Column('uuid', { name: 'chat_id' })
  chatId: string

  /** The staff message that began the batch. */
  @Column('integer', { name: 'first_sequence' })
  firstSequence: number

  /** The newest staff message that the e-mail tells of; null until it is claimed. */
  @Column('integer', { name: 'last_sequence', nullable: true })
  lastSequence: number | null

  @Column('text')
  status: EmailStatus

  /** A {@link SkipReason}, or what the mail server answered to the last attempt, such as `EENVELOPE 550`. */
  @Column('text', { nullable: true })
  reason: string | null

  @Column('integer', { default: 0 })
  attempts: number

  /** The database's clock. */
  @Column('timestamptz', { name: 'due_at' })
  dueAt: Date

  /** `Message-ID` of every attempt, so that a mail program shows a repeat once. */
  @Column('text', { name: 'message_id' })
  messageId: string

  @Column('timestamptz', { name: 'sent_at', nullable: true })
  sentAt: Date | null

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date

  @UpdateDateColumn({ type: 'timestamptz', name: 'updated_at' })
  updatedAt: Date
}
