import { Column, Entity, PrimaryColumn } from 'typeorm'

/** A page that was refused, since ALLOWED_ORIGINS does not name it. */
@Entity('refused_origins')
export class RefusedOrigin {
  @PrimaryColumn('text')
  origin: string

  /** The last time that it was noted: each process notes an origin once in some minutes. */
  @Column('timestamptz', { name: 'refused_at' })
  refusedAt: Date
}
