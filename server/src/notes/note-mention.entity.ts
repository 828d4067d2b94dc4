import { Column, Entity, PrimaryColumn } from 'typeorm'

/** That a note names a member of staff. */
@Entity('support_note_mentions')
export class NoteMention {
  @PrimaryColumn('uuid', { name: 'note_id' })
  noteId: string

  @PrimaryColumn('uuid', { name: 'staff_id' })
  staffId: string

  /** The note's chat. */
  @Column('uuid', { name: 'chat_id' })
  chatId: string

  /** 1, 2, 3 … in the order in which the note names them. */
  @Column('smallint')
  position: number

  /** When the member of staff opened the chat. */
  @Column('timestamptz', { name: 'seen_at', nullable: true })
  seenAt: Date | null

  /** When an e-mail about it is due, or due again, if it stays unseen until then; null for none, or none any more. */
  @Column('timestamptz', { name: 'email_due_at', nullable: true })
  emailDueAt: Date | null

  @Column('smallint', { name: 'email_attempts', default: 0 })
  emailAttempts: number
}
