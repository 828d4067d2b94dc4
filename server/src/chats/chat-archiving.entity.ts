import { Column, Entity, PrimaryColumn } from 'typeorm'

/** One time that staff archived a chat. */
@Entity('support_chat_archivings')
export class ChatArchiving {
  /** UUID v7, made by the application. */
  @PrimaryColumn('uuid')
  id: string

  @Column('uuid', { name: 'chat_id' })
  chatId: string

  /** The chat's newest message at that time. A later one of the user has restored the chat. */
  @Column('integer', { name: 'last_sequence' })
  lastSequence: number

  @Column('timestamptz', { name: 'archived_at' })
  archivedAt: Date

  /** Null once this member of staff has been deleted. */
  @Column('uuid', { name: 'archived_by', nullable: true })
  archivedBy: string | null

  /** When staff restored it; null where a message of the user did, or nobody has. */
  @Column('timestamptz', { name: 'restored_at', nullable: true })
  restoredAt: Date | null
}
