import type { ApiScope } from '@support-chat/shared'
import {
  Column,
  CreateDateColumn,
  Entity,
  JoinColumn,
  ManyToOne,
  OneToOne,
  PrimaryColumn,
  type Relation,
} from 'typeorm'
import { User } from '../users/user.entity.js'

/** A key that lets a program of the company use the API as if it were staff, within its scopes. */
@Entity('api_keys')
export class ApiKey {
  /** The same as that of its account. */
  @PrimaryColumn('uuid')
  id: string

  /** Acts for the key, and has its name. Stays when the key is revoked: its messages are by this account. */
  @OneToOne(() => User)
  @JoinColumn({ name: 'id' })
  account: Relation<User>

  /** SHA-256 of the key, hexadecimal: the key itself is kept nowhere. */
  @Column('text', { name: 'key_hash' })
  keyHash: string

  /** How the key begins, to tell it from others. */
  @Column('text')
  prefix: string

  @Column('text', { array: true })
  scopes: ApiScope[]

  @Column('timestamptz', { name: 'expires_at', nullable: true })
  expiresAt: Date | null

  /** To about a minute. */
  @Column('timestamptz', { name: 'last_used_at', nullable: true })
  lastUsedAt: Date | null

  @Column('uuid', { name: 'created_by', nullable: true })
  createdBy: string | null

  /** Null once that account has been deleted. */
  @ManyToOne(() => User)
  @JoinColumn({ name: 'created_by' })
  creator: Relation<User> | null

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date
}
