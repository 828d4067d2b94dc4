import { Injectable } from '@nestjs/common'
import { v7 as uuidv7 } from 'uuid'
import { query, sql, tables } from '../database/sql.js'
import type { Reader, Transaction } from '../database/transaction.js'
import type { AccountSession } from './account-session.js'
import { isLiveAccount } from './live-account.sql.js'
import { User } from './user.entity.js'

/** What an account takes from a user's token. */
type UserClaims = Pick<User, 'email' | 'name'> & { externalId: string; claimsIssuedAt: Date }

/** What the host says of a user. */
type PutUser = Pick<User, 'email'> & { externalId: string; name?: string | null | undefined }

/** The accounts of users, and what is common to all accounts. */
@Injectable()
export class UserRepository {
  findByExternalId(reader: Reader, externalId: string): Promise<User | null> {
    return reader.manager.findOneBy(User, { role: 'user', externalId })
  }

  /** Whether an account, and its sign-in, may still act. */
  async isLive(reader: Reader, { id, sessionVersion, sessionId }: AccountSession): Promise<boolean> {
    const rows = await query<unknown[]>(
      reader,
      sql`SELECT 1 FROM ${tables.users} account WHERE id = $1 AND ${isLiveAccount('account', '$2', '$3')}`,
      [id, sessionVersion, sessionId],
    )
    return rows.length > 0
  }

  /** The sessions that may still act. */
  async filterLive<S extends AccountSession>(reader: Reader, sessions: S[]): Promise<Set<S>> {
    const rows = await query<{ position: number }[]>(
      reader,
      sql`SELECT position::integer
       FROM unnest($1::uuid[], $2::integer[], $3::uuid[]) WITH ORDINALITY AS asked (id, version, session_id, position)
       JOIN ${tables.users} account ON account.id = asked.id
       WHERE ${isLiveAccount('account', 'asked.version', 'asked.session_id')}`,
      [
        sessions.map(({ id }) => id),
        sessions.map(({ sessionVersion }) => sessionVersion),
        sessions.map(({ sessionId }) => sessionId),
      ],
    )
    return new Set(rows.flatMap(({ position }) => sessions[position - 1] ?? []))
  }

  /** Creates the user, or updates the row. @returns its id; null where a newer token has updated it */
  async upsert(tx: Transaction, { externalId, email, name, claimsIssuedAt }: UserClaims): Promise<string | null> {
    const [stored] = await query<{ id: string }[]>(
      tx,
      sql`INSERT INTO ${tables.users} (id, external_id, email, name, role, claims_issued_at) VALUES ($1, $2, $3, $4, 'user', $5)
       ON CONFLICT (external_id) DO UPDATE
         SET email = excluded.email, name = excluded.name, claims_issued_at = excluded.claims_issued_at, updated_at = now()
         WHERE users.claims_issued_at <= excluded.claims_issued_at
       RETURNING id`,
      [uuidv7(), externalId, email, name, claimsIssuedAt],
    )
    return stored?.id ?? null
  }

  /**
   * Creates the user, or updates the row, whatever any token said before: as a token does that is issued now.
   * @param user without a name, the stored one stays
   */
  async put(tx: Transaction, user: PutUser): Promise<void> {
    const { externalId, email, name } = user
    await query(
      tx,
      sql`INSERT INTO ${tables.users} (id, external_id, email, name, role, claims_issued_at)
       VALUES ($1, $2, $3, $4, 'user', date_trunc('second', now()))
       ON CONFLICT (external_id) DO UPDATE
         SET email = excluded.email, name = CASE WHEN $5 THEN excluded.name ELSE users.name END,
           claims_issued_at = greatest(users.claims_issued_at, excluded.claims_issued_at), updated_at = now()`,
      [uuidv7(), externalId, email, name ?? null, name !== undefined],
    )
  }

  /** Creates the user, unless there is one: whose address and name stay as they are. */
  async addIfMissing(tx: Transaction, { externalId, email, name }: PutUser): Promise<void> {
    await query(
      tx,
      sql`INSERT INTO ${tables.users} (id, external_id, email, name, role, claims_issued_at)
       VALUES ($1, $2, $3, $4, 'user', date_trunc('second', now())) ON CONFLICT (external_id) DO NOTHING`,
      [uuidv7(), externalId, email, name ?? null],
    )
  }

  async updateLastSeen(tx: Transaction, ids: string[]): Promise<void> {
    await query(tx, sql`UPDATE ${tables.users} SET last_seen_at = now() WHERE id = ANY($1)`, [ids])
  }
}
