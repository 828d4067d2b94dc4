import type { EventType, WebhookDelivery as WebhookDeliveryDto } from '@support-chat/shared'
import { Column, Entity, PrimaryColumn } from 'typeorm'

/** One event at one endpoint, from its first attempt on. Its body is made of the event at each attempt. */
@Entity('webhook_deliveries')
export class WebhookDelivery {
  /** UUID v7, made by the application. */
  @PrimaryColumn('uuid')
  id: string

  @Column('uuid', { name: 'endpoint_id' })
  endpointId: string

  @Column('uuid', { name: 'event_id' })
  eventId: string

  @Column('text', { name: 'event_type' })
  eventType: EventType

  /** Of the event in the feed. */
  @Column('bigint')
  position: string

  @Column('text')
  status: WebhookDeliveryDto['status']

  @Column('integer')
  attempts: number

  /** Of the last attempt; null where no answer came. */
  @Column('integer', { name: 'response_status', nullable: true })
  responseStatus: number | null

  @Column('text', { nullable: true })
  error: WebhookDeliveryDto['error']

  @Column('integer', { name: 'duration_ms' })
  durationMs: number

  @Column('timestamptz', { name: 'attempted_at' })
  attemptedAt: Date

  /** While it is pending. */
  @Column('timestamptz', { name: 'next_attempt_at', nullable: true })
  nextAttemptAt: Date | null

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date
}
