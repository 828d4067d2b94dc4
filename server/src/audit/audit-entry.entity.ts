import type { AuditAction } from '@support-chat/shared'
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm'
import { User } from '../users/user.entity.js'

/** One line of the audit log. The database refuses to change or delete it. */
@Entity('audit_entries')
export class AuditEntry {
  /** UUID v7, made by the application. */
  @PrimaryColumn('uuid')
  id: string

  /** By the database's clock. */
  @Column('timestamptz', { default: () => 'clock_timestamp()' })
  at: Date

  /** Null for a client that has not signed in, and for the server itself. */
  @Column('uuid', { name: 'actor_id', nullable: true })
  actorId: string | null

  /** Null once that account has been deleted. */
  @ManyToOne(() => User, { createForeignKeyConstraints: false })
  @JoinColumn({ name: 'actor_id' })
  actor: Relation<User> | null

  @Column('text')
  action: AuditAction

  /** What it was done to; null where nothing has an id. */
  @Column('uuid', { name: 'target_id', nullable: true })
  targetId: string | null

  /** The client's IP address; null where no request was made. */
  @Column('text', { nullable: true })
  address: string | null

  /** Neither secrets nor what people wrote, and nothing personal. */
  @Column('jsonb')
  details: Record<string, unknown>
}
