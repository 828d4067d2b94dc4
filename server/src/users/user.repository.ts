import { Injectable } from '@nestjs/common'
import { v7 as uuidv7 } from 'uuid'
import { query, sql, tables } from '../database/sql.js'
import type { Reader, Transaction } from '../database/transaction.js'
import type { AccountSession } from './account-session.js'
import { isLiveAccount } from './live-account.sql.js'
import { User } from './user.entity.js'

/** What an account takes from a user's token. */
type UserClaims = Pick<User, 'email' | 'name' | 'attributes'> & { externalId: string; claimsIssuedAt: Date }

/** What the host says of a user. */
type PutUser = Pick<User, 'email'> & { externalId: string; name?: string | null | undefined }

/** A user of whom a token has been verified. */
export type KnownUser = Pick<
  User,
  'id' | 'email' | 'name' | 'attributes' | 'role' | 'sessionVersion' | 'claimsIssuedAt' | 'deactivatedAt' | 'lastSeenAt'
> & {
  externalId: string
  /** Null where there is none yet. */
  chatId: string | null
}

const FIND_KNOWN = sql`
  SELECT account.id, external_id AS "externalId", email, name, attributes, role, session_version AS "sessionVersion",
    claims_issued_at AS "claimsIssuedAt", deactivated_at AS "deactivatedAt", last_seen_at AS "lastSeenAt",
    chat.id AS "chatId"
  FROM ${tables.users} account LEFT JOIN ${tables.support_chats} chat ON chat.user_id = account.id
  WHERE role = 'user' AND external_id = ANY($1)`

/** Of sessions, in texts with commas between, the positions of those that may not act any more. Null is empty in them. */
const FIND_ENDED = sql`
  SELECT position::integer
  FROM unnest(string_to_array($1, ',')::uuid[], string_to_array($2, ',')::integer[], string_to_array($3, ',', '')::uuid[])
    WITH ORDINALITY AS asked (id, version, session_id, position)
  WHERE NOT EXISTS (
    SELECT FROM ${tables.users} account
    WHERE account.id = asked.id AND ${isLiveAccount('account', 'asked.version', 'asked.session_id')}
  )`

/** The accounts of users, and what is common to all accounts. */
@Injectable()
export class UserRepository {
  private readonly sessionTexts = new WeakMap<readonly AccountSession[], string[]>()

  findByExternalId(reader: Reader, externalId: string): Promise<User | null> {
    return reader.manager.findOneBy(User, { role: 'user', externalId })
  }

  /** What is told of a user, by tokens and by pages. */
  async readTold(reader: Reader, id: string): Promise<Pick<User, 'attributes' | 'context'>> {
    const told = await reader.manager.findOne(User, { where: { id }, select: { attributes: true, context: true } })
    return told ?? { attributes: null, context: null }
  }

  /** The users whom tokens name, by external id: those that there are. */
  async findKnown(reader: Reader, externalIds: string[]): Promise<Map<string, KnownUser>> {
    const users = await query<KnownUser[]>(reader, FIND_KNOWN, [externalIds])
    return new Map(users.map((user) => [user.externalId, user]))
  }

  /** An account that, with its sign-in, may still act; null where it may not. */
  async findLive(
    reader: Reader,
    { id, sessionVersion, sessionId }: AccountSession,
  ): Promise<Pick<User, 'staffRole'> | null> {
    const rows = await query<Pick<User, 'staffRole'>[]>(
      reader,
      sql`SELECT staff_role AS "staffRole" FROM ${tables.users} account WHERE id = $1 AND ${isLiveAccount('account', '$2', '$3')}`,
      [id, sessionVersion, sessionId],
    )
    return rows[0] ?? null
  }

  /**
   * The sessions that may not act any more. It is asked each few seconds of thousands, most often of the same ones, of whom
   * hardly any may not: so they go as three texts, which are kept for as long as the array is.
   */
  async filterEnded<S extends AccountSession>(reader: Reader, sessions: readonly S[]): Promise<S[]> {
    const texts = this.sessionTexts.get(sessions) ?? textsOf(sessions)
    this.sessionTexts.set(sessions, texts)
    const rows = await query<{ position: number }[]>(reader, FIND_ENDED, texts)
    return rows.flatMap(({ position }) => sessions[position - 1] ?? [])
  }

  /** Creates the user, or updates the row. @returns its id; null where a newer token has updated it */
  async upsert(tx: Transaction, user: UserClaims): Promise<string | null> {
    const { externalId, email, name, attributes, claimsIssuedAt } = user
    const [stored] = await query<{ id: string }[]>(
      tx,
      sql`INSERT INTO ${tables.users} (id, external_id, email, name, role, claims_issued_at, attributes) VALUES ($1, $2, $3, $4, 'user', $5, $6)
       ON CONFLICT (external_id) DO UPDATE
         SET email = excluded.email, name = excluded.name, attributes = excluded.attributes,
           claims_issued_at = excluded.claims_issued_at, updated_at = now()
         WHERE users.claims_issued_at <= excluded.claims_issued_at
       RETURNING id`,
      [uuidv7(), externalId, email, name, claimsIssuedAt, attributes],
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

  /** Deletes a user, and by foreign keys all that refers to them. Of staff what they wrote would stay: they are deactivated. */
  async erase({ manager }: Transaction, id: string): Promise<void> {
    await manager.delete(User, { id, role: 'user' })
  }

  async updateLastSeen(tx: Transaction, ids: string[]): Promise<void> {
    await query(tx, sql`UPDATE ${tables.users} SET last_seen_at = now() WHERE id = ANY($1)`, [ids])
  }
}

function textsOf(sessions: readonly AccountSession[]): string[] {
  return [
    sessions.map(({ id }) => id).join(),
    sessions.map(({ sessionVersion }) => sessionVersion).join(),
    sessions.map(({ sessionId }) => sessionId).join(),
  ]
}
