import type { SenderType } from '@support-chat/shared'
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

/** One message. Once stored, only these change: when the other side had it and read it, and its text where staff remove it. */
@Entity('support_messages')
export class SupportMessage {
  /** UUID v7, made by the application. */
  @PrimaryColumn('uuid')
  id: string

  @Column('uuid', { name: 'chat_id' })
  chatId: string

  /** 1, 2, 3 … in its chat, given out under the chat's row lock: the only order there is. */
  @Column('integer')
  sequence: number

  /** The sender's own UUID for this message: unique for one sender in one chat. */
  @Column('uuid', { name: 'client_id', nullable: true })
  clientId: string | null

  /** The same as it was sent, where that differs in case from how PostgreSQL writes it. */
  @Column('text', { name: 'client_id_text', nullable: true })
  clientIdText: string | null

  /** Null once a member of staff has been deleted. */
  @Column('uuid', { name: 'sender_id', nullable: true })
  senderId: string | null

  @ManyToOne(() => User)
  @JoinColumn({ name: 'sender_id' })
  sender: Relation<User> | null

  /** Of a sender who has been deleted; of everybody else the account has it. */
  @Column('text', { name: 'sender_name', nullable: true })
  senderName: string | null

  @Column('text', { name: 'sender_type' })
  senderType: SenderType

  @Column('text')
  content: string

  /** One a line; null for most messages, which have no files. Searches find them. */
  @Column('text', { name: 'attachment_names', nullable: true })
  attachmentNames: string | null

  /** When a client of the user first had it; of staff messages only. */
  @Column('timestamptz', { name: 'delivered_at', nullable: true })
  deliveredAt: Date | null

  @Column('timestamptz', { name: 'read_at', nullable: true })
  readAt: Date | null

  /** When its text was removed: `content` is empty from then on. */
  @Column('timestamptz', { name: 'redacted_at', nullable: true })
  redactedAt: Date | null

  /** Since when the user had waited, of the answer of a person that ended the wait: from it the reply time is measured. */
  @Column('timestamptz', { name: 'answers_since', nullable: true, select: false })
  answersSince: Date | null

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date

  @UpdateDateColumn({ type: 'timestamptz', name: 'updated_at' })
  updatedAt: Date
}
