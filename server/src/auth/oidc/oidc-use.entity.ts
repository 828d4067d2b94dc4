import { Column, Entity, PrimaryColumn } from 'typeorm'

/** Something that works once and has been used, kept for as long as it would work otherwise. */
@Entity('oidc_used')
export class OidcUse {
  /** SHA-256 of it, hexadecimal. */
  @PrimaryColumn('text')
  hash: string

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date
}
