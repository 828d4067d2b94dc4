import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm'

/**
 * One refresh token of a staff sign-in. Every refresh marks its token used and adds the next one of the same family;
 * a used token that comes back is a stolen one, and ends the whole family.
 */
@Entity('staff_sessions')
export class StaffSession {
  /** UUID v7, made by the application. */
  @PrimaryColumn('uuid')
  id: string

  /** What the tokens of one sign-in share. */
  @Column('uuid', { name: 'family_id' })
  familyId: string

  @Column('uuid', { name: 'user_id' })
  userId: string

  /** SHA-256 of the token, hexadecimal: the token itself is kept nowhere. */
  @Column('text', { name: 'token_hash' })
  tokenHash: string

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date

  @Column('timestamptz', { name: 'used_at', nullable: true })
  usedAt: Date | null

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt: Date | null

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date
}
