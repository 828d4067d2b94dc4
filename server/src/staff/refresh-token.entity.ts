import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm'

/**
 * A refresh token of a staff session, which is what one sign-in begins. Each refresh marks its token as used and adds the
 * next one of the same session. A used token that comes back late has been stolen, and ends the session.
 */
@Entity('staff_sessions')
export class RefreshToken {
  /** UUID v7, made by the application. */
  @PrimaryColumn('uuid')
  id: string

  /** Shared by all tokens of one sign-in. */
  @Column('uuid', { name: 'family_id' })
  sessionId: string

  @Column('uuid', { name: 'user_id' })
  userId: string

  /** SHA-256 of the token, hexadecimal: the token itself is kept nowhere. */
  @Column('text', { name: 'token_hash' })
  tokenHash: string

  /** When the session began: the same for all of its tokens. */
  @Column('timestamptz', { name: 'began_at' })
  beganAt: Date

  /** What people know the device by that it was given to; null where it is not known. */
  @Column('text', { nullable: true })
  device: string | null

  /** The IP address that it was given to. */
  @Column('text', { nullable: true })
  address: string | null

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date

  @Column('timestamptz', { name: 'used_at', nullable: true })
  usedAt: Date | null

  /** Set with `used_at`: the next token is derived from this and the token itself, so that a repeated refresh gets the same one. */
  @Column('text', { name: 'successor_salt', nullable: true })
  successorSalt: string | null

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt: Date | null

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date
}
