import type { HistoryAction, HistoryAuthor, HistoryReason } from '@support-chat/shared'
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm'
import { User } from '../users/user.entity.js'

/** What an entry is about. Only ids of people: their names are read with them. */
export interface HistoryDetails {
  /** Of `assigned` and `unassigned`: who has the chat from then on, and who had it. */
  assignee_id?: string | null
  former_assignee_id?: string | null
  /** Of `tagged`. */
  added?: string[]
  removed?: string[]
  /** Of `snoozed`: until when, ISO 8601. */
  until?: string
  /** Of what was not answered in time. */
  after_minutes?: number
}

/** Something that was done with a chat. */
@Entity('support_chat_history')
export class ChatHistoryEntry {
  /** UUID v7, made by the application. */
  @PrimaryColumn('uuid')
  id: string

  @Column('uuid', { name: 'chat_id' })
  chatId: string

  /** By the database's clock. */
  @Column('timestamptz', { default: () => 'clock_timestamp()' })
  at: Date

  @Column('text', { name: 'done_by' })
  doneBy: HistoryAuthor

  /** Staff, an API key, or the user; null for the server itself. Outlives the account. */
  @Column('uuid', { name: 'actor_id', nullable: true })
  actorId: string | null

  @ManyToOne(() => User, { createForeignKeyConstraints: false })
  @JoinColumn({ name: 'actor_id' })
  actor: Relation<User> | null

  @Column('text')
  action: HistoryAction

  /** Why, where it was not simply asked for. */
  @Column('text', { nullable: true })
  reason: HistoryReason | null

  @Column('jsonb')
  details: HistoryDetails
}
