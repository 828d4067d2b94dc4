import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm'

/** An invitation that has not been accepted. Each member of staff has one at most. */
@Entity('staff_invitations')
export class StaffInvitation {
  @PrimaryColumn('uuid', { name: 'user_id' })
  userId: string

  /** SHA-256 of the link's token, hexadecimal: the token itself is stored nowhere. */
  @Column('text', { name: 'token_hash' })
  tokenHash: string

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date
}
