import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm'

/**
 * One refresh token of a staff sign-in. Every refresh marks its token used and adds the next one of the same family. A
 * used token that comes back late is a stolen one, and ends the whole family.
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

  /** When the sign-in began, the same for all tokens of it. */
  @Column('timestamptz', { name: 'began_at' })
  beganAt: Date

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date

  @Column('timestamptz', { name: 'used_at', nullable: true })
  usedAt: Date | null

  /** Set with `used_at`: the next token follows from this and the token itself, so that it can be told again. */
  @Column('text', { name: 'successor_salt', nullable: true })
  successorSalt: string | null

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt: Date | null

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date
}
