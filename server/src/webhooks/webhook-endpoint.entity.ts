import type { EventType, Webhook } from '@support-chat/shared'
import { Column, Entity, PrimaryColumn } from 'typeorm'

/** Where events are sent. */
@Entity('webhook_endpoints')
export class WebhookEndpoint {
  /** UUID v7, made by the application. */
  @PrimaryColumn('uuid')
  id: string

  @Column('text')
  url: string

  @Column('text', { nullable: true })
  description: string | null

  /** Null for all. */
  @Column('text', { name: 'event_types', array: true, nullable: true })
  eventTypes: EventType[] | null

  @Column('text', { default: 'enabled' })
  state: Webhook['state']

  @Column('text', { name: 'disabled_reason', nullable: true })
  disabledReason: Webhook['disabled_reason']

  @Column('timestamptz', { name: 'disabled_at', nullable: true })
  disabledAt: Date | null

  /** `whsec_…`. As it is, since it signs. */
  @Column('text')
  secret: string

  /** Signs too, until then. */
  @Column('text', { name: 'previous_secret', nullable: true })
  previousSecret: string | null

  @Column('timestamptz', { name: 'previous_secret_until', nullable: true })
  previousSecretUntil: Date | null

  /** Every event up to this position of the feed has been tried at least once, or is not for this endpoint. */
  @Column('bigint')
  position: string

  /** When the first attempt failed after the last one that succeeded. */
  @Column('timestamptz', { name: 'failing_since', nullable: true })
  failingSince: Date | null

  /** When staff are to be told by e-mail that it was disabled; null once they have been. */
  @Column('timestamptz', { name: 'notice_due_at', nullable: true })
  noticeDueAt: Date | null

  /** The claim of the process that sends to it now. */
  @Column('uuid', { name: 'leased_by', nullable: true })
  leasedBy: string | null

  /** A later claim takes over then: the process has died, or, where none has claimed it, the endpoint asked to be left alone. */
  @Column('timestamptz', { name: 'leased_until', nullable: true })
  leasedUntil: Date | null

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date
}
