import { Column, Entity, PrimaryColumn } from 'typeorm'

/** For how long archived chats are kept. There is one row, or none as long as nobody has changed it. */
@Entity('retention_settings')
export class RetentionSettings {
  @PrimaryColumn('boolean')
  id: true

  /** Null: for ever. */
  @Column('integer', { name: 'archived_days', nullable: true })
  archivedDays: number | null

  /** The day, in UTC, whose night a process has taken to erase what is due. */
  @Column('date', { name: 'ran_on', nullable: true })
  ranOn: string | null
}
