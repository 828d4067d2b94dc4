import type { EventType } from '@support-chat/shared'
import { Column, Entity, PrimaryColumn } from 'typeorm'

/** Something that has happened. It refers to what it is about: that is read with it, and may be gone by then. */
@Entity('events')
export class OutboxEvent {
  /** UUID v7, made by the application. */
  @PrimaryColumn('uuid')
  id: string

  @Column('text')
  type: EventType

  /** By the database's clock. */
  @Column('timestamptz', { name: 'occurred_at', default: () => 'clock_timestamp()' })
  occurredAt: Date

  /** 1, 2, 3 …, given out after the event was committed: its place in the feed. Null until then. */
  @Column('bigint', { nullable: true })
  position: string | null

  @Column('uuid', { name: 'chat_id', nullable: true })
  chatId: string | null

  /** Whose chat it is, or who has changed. */
  @Column('uuid', { name: 'user_id', nullable: true })
  userId: string | null

  @Column('uuid', { name: 'message_id', nullable: true })
  messageId: string | null

  /** What was so at that moment only. Nothing personal. */
  @Column('jsonb', { nullable: true })
  details: object | null
}
