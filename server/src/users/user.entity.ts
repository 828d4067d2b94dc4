import type { Attributes, Role, StaffRole } from '@support-chat/shared'
import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm'

/** An account: of a user, who has a token of the embedding company, or of staff, who sign in. */
@Entity('users')
export class User {
  /** UUID v7, made by the application. */
  @PrimaryColumn('uuid')
  id: string

  /** The token's `sub`: the embedding company's id for a user. Null for staff. */
  @Column('text', { name: 'external_id', nullable: true })
  externalId: string | null

  @Column('text')
  email: string

  @Column('text', { nullable: true })
  name: string | null

  @Column('text')
  role: Role

  /** Of staff: no person, but a program with an API key. */
  @Column('boolean', { name: 'is_service', default: false })
  isService: boolean

  /** What they may do, of staff; null for users, for programs, and for staff whom a version without roles added. */
  @Column('text', { name: 'staff_role', nullable: true })
  staffRole: StaffRole | null

  /** argon2id; staff only, and null for those who are invited, or have single sign-on alone. */
  @Column('text', { name: 'password_hash', nullable: true })
  passwordHash: string | null

  /** Of staff: who they are to the identity provider, `iss` and `sub` of its tokens; null where they never came from there. */
  @Column('text', { name: 'oidc_issuer', nullable: true })
  oidcIssuer: string | null

  @Column('text', { name: 'oidc_subject', nullable: true })
  oidcSubject: string | null

  /** When the token that `email` and `name` come from was issued: an older token never overwrites a newer one. */
  @Column('timestamptz', { name: 'claims_issued_at', nullable: true })
  claimsIssuedAt: Date | null

  @Column('timestamptz', { name: 'email_opt_out_at', nullable: true })
  emailOptOutAt: Date | null

  /** A deactivated account signs in nowhere, and its live sessions are closed. */
  @Column('timestamptz', { name: 'deactivated_at', nullable: true })
  deactivatedAt: Date | null

  /** When the account last made a request or had a client connected, to about a minute. */
  @Column('timestamptz', { name: 'last_seen_at', nullable: true })
  lastSeenAt: Date | null

  /** The page that the widget is on, or was last: origin and path. */
  @Column('text', { name: 'page_url', nullable: true })
  pageUrl: string | null

  /** IANA name. */
  @Column('text', { name: 'time_zone', nullable: true })
  timeZone: string | null

  /** Increased to end every session: tokens carry the version they were issued for. */
  @Column('integer', { name: 'session_version', default: 0 })
  sessionVersion: number

  /** Of staff: takes chats that are handed out. */
  @Column('boolean', { default: false })
  available: boolean

  /** Of staff: their picture, in `staff_avatars`. */
  @Column('uuid', { name: 'avatar_id', nullable: true })
  avatarId: string | null

  /** Of users: what their tokens say of them, which is verified. Read where it is shown only. */
  @Column('jsonb', { nullable: true, select: false })
  attributes: Attributes | null

  /** Of users: what the page says of them, which is not. Likewise. */
  @Column('jsonb', { nullable: true, select: false })
  context: Attributes | null

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date

  @UpdateDateColumn({ type: 'timestamptz', name: 'updated_at' })
  updatedAt: Date
}
