import {
  Column,
  CreateDateColumn,
  Entity,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  UpdateDateColumn,
  type Relation,
} from 'typeorm'
import { User } from '../users/user.entity.js'

/**
 * The one conversation of a user with support.
 *
 * Its row is the lock under which sequences are given out. It also holds the counters that lists show, so that no query
 * counts messages.
 */
@Entity('support_chats')
export class SupportChat {
  /** UUID v7, made by the application. */
  @PrimaryColumn('uuid')
  id: string

  @Column('uuid', { name: 'user_id' })
  userId: string

  @ManyToOne(() => User)
  @JoinColumn({ name: 'user_id' })
  user: Relation<User>

  /** Sequence of the newest message, which is also how many there are. */
  @Column('integer', { name: 'last_sequence', default: 0 })
  lastSequence: number

  @Column('timestamptz', { name: 'last_message_at', nullable: true })
  lastMessageAt: Date | null

  /** Sequence of the user's newest message. */
  @Column('integer', { name: 'last_user_sequence', default: 0 })
  lastUserSequence: number

  /** The newest message that staff had seen when they last viewed the chat; a later one of the user makes it unread. */
  @Column('integer', { name: 'admin_viewed_sequence', default: 0 })
  adminViewedSequence: number

  @Column('timestamptz', { name: 'admin_viewed_at', nullable: true })
  adminViewedAt: Date | null

  @Column('timestamptz', { name: 'archived_at', nullable: true })
  archivedAt: Date | null

  /** The user has read everything up to this sequence. Only moves forward. */
  @Column('integer', { name: 'user_read_sequence', default: 0 })
  userReadSequence: number

  /** A client of the user has everything up to this sequence. Only moves forward. */
  @Column('integer', { name: 'user_delivered_sequence', default: 0 })
  userDeliveredSequence: number

  /** Staff have read everything up to this sequence. Only moves forward. */
  @Column('integer', { name: 'admin_read_sequence', default: 0 })
  adminReadSequence: number

  /** Staff messages the user has not read. */
  @Column('integer', { name: 'user_unread_count', default: 0 })
  userUnreadCount: number

  /** User messages staff have not read. */
  @Column('integer', { name: 'admin_unread_count', default: 0 })
  adminUnreadCount: number

  /** When the user wrote first since staff answered, or said that no answer is needed; null where nothing waits. */
  @Column('timestamptz', { name: 'waiting_since', nullable: true })
  waitingSince: Date | null

  /** Whose chat it is, a person of staff. */
  @Column('uuid', { name: 'assignee_id', nullable: true })
  assigneeId: string | null

  /** When routing gave it to the assignee, until somebody answers or decides. */
  @Column('timestamptz', { name: 'routed_at', nullable: true })
  routedAt: Date | null

  @Column('text', { array: true, default: [] })
  tags: string[]

  /** Put off until then, or until the user's next message. */
  @Column('timestamptz', { name: 'snoozed_until', nullable: true })
  snoozedUntil: Date | null

  /** When it was last put off until: from then on it stands in the list where its newest message would put it at that time. */
  @Column('timestamptz', { name: 'woke_at', nullable: true })
  wokeAt: Date | null

  /** Counts changes of assignee, tags, snooze and archive. */
  @Column('integer', { default: 0 })
  version: number

  /** When the text of one of its messages was last removed. */
  @Column('timestamptz', { name: 'last_redacted_at', nullable: true })
  lastRedactedAt: Date | null

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date

  @UpdateDateColumn({ type: 'timestamptz', name: 'updated_at' })
  updatedAt: Date
}
