import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm'

/** A private note of staff in a chat. Never changed once stored. */
@Entity('support_notes')
export class SupportNote {
  /** UUID v7, made by the application. */
  @PrimaryColumn('uuid')
  id: string

  @Column('uuid', { name: 'chat_id' })
  chatId: string

  /** The chat's newest message when the note was written. */
  @Column('integer', { name: 'after_sequence' })
  afterSequence: number

  /** The author's own UUID for this note: unique for one author in one chat. */
  @Column('uuid', { name: 'client_id' })
  clientId: string

  /** Null once that account has been deleted. */
  @Column('uuid', { name: 'author_id', nullable: true })
  authorId: string | null

  @Column('text')
  content: string

  /** By the database's clock, under the chat's row lock: times grow as notes follow each other. */
  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date
}
