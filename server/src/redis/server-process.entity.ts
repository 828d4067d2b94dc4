import { Column, Entity, PrimaryColumn } from 'typeorm'

/** A process that serves this database, or did until it was killed. */
@Entity('server_processes')
export class ServerProcess {
  /** Made at random by each process. */
  @PrimaryColumn('uuid')
  id: string

  /** Its last heartbeat, by the database's clock. */
  @Column('timestamptz', { name: 'seen_at' })
  seenAt: Date
}
