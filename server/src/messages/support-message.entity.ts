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
import { User } from '../auth/user.entity.js'

/** One message. Never changed once stored, but for when the other side read it. */
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

  @Column('uuid', { name: 'sender_id' })
  senderId: string

  @ManyToOne(() => User)
  @JoinColumn({ name: 'sender_id' })
  sender: Relation<User>

  @Column('text', { name: 'sender_type' })
  senderType: SenderType

  @Column('text')
  content: string

  @Column('timestamptz', { name: 'read_at', nullable: true })
  readAt: Date | null

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date

  @UpdateDateColumn({ type: 'timestamptz', name: 'updated_at' })
  updatedAt: Date
}
