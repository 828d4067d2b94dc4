import { Column, Entity, PrimaryColumn } from 'typeorm'

/** A session of staff that single sign-on began, from the moment on in which its cookie was set. */
@Entity('oidc_sessions')
export class OidcSession {
  /** Of the session and all its refresh tokens. */
  @PrimaryColumn('uuid', { name: 'session_id' })
  sessionId: string

  @Column('uuid', { name: 'user_id' })
  userId: string

  /** The provider's id of its own session, `sid`; null where it has told none. */
  @Column('text', { name: 'provider_sid', nullable: true })
  providerSid: string | null

  /** SHA-256 of the cookie that is exchanged for the tokens, hexadecimal; null once it has been. */
  @Column('text', { name: 'cookie_hash', nullable: true })
  cookieHash: string | null

  @Column('timestamptz', { name: 'cookie_expires_at' })
  cookieExpiresAt: Date

  /** After that the session is over in any case. */
  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date
}
