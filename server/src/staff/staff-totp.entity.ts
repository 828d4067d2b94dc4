import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm'

/** The second factor of a member of staff: an app that makes a code each 30 seconds. */
@Entity('staff_totp')
export class StaffTotp {
  @PrimaryColumn('uuid', { name: 'user_id' })
  userId: string

  /** Base32. As it is: codes cannot be checked by a digest of it. */
  @Column('text')
  secret: string

  /** Null while it is only set up: it counts from then on. */
  @Column('timestamptz', { name: 'confirmed_at', nullable: true })
  confirmedAt: Date | null

  /** The 30 seconds, counted from 1970, of the newest code that was used: neither it nor an older one works again. */
  @Column('integer', { name: 'last_step', default: 0 })
  lastStep: number

  /** SHA-256 of the recovery codes that are left, hexadecimal. */
  @Column('text', { name: 'recovery_codes', array: true, default: '{}' })
  recoveryCodes: string[]

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date
}
