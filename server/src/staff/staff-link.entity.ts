import { Column, CreateDateColumn, PrimaryColumn } from 'typeorm'

/** A link by which a member of staff chooses a password. Each member has one of a kind at most. */
export abstract class StaffLink {
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
