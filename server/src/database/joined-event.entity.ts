import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm'
import type { DomainEventName } from './domain-events.js'

/**
 * An event that was published in a transaction which the application ends itself: visible once that has committed, gone once
 * it was emitted, a moment later.
 */
@Entity('joined_events')
export class JoinedEvent {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id: string

  @Column('text')
  name: DomainEventName

  @Column('json')
  payload: object
}
