import type { RoutingSettings as RoutingSettingsDto } from '@support-chat/shared'
import { Column, Entity, PrimaryColumn } from 'typeorm'

/** How waiting chats are given to people. There is one row, or none as long as nobody has changed it. */
@Entity('routing_settings')
export class RoutingSettings {
  @PrimaryColumn('boolean')
  id: true

  @Column('text')
  mode: RoutingSettingsDto['mode']

  @Column('integer')
  capacity: number

  @Column('integer', { name: 'return_after_minutes' })
  returnAfterMinutes: number

  /** When chats began to be handed out: what has not moved since then is left to people. */
  @Column('timestamptz', { default: () => 'clock_timestamp()' })
  since: Date
}
