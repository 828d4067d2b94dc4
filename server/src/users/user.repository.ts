import { Injectable } from '@nestjs/common'
import { IsNull, Raw } from 'typeorm'
import { v7 as uuidv7 } from 'uuid'
import type { Reader, Transaction } from '../database/transaction.js'
import { isLiveAccount } from './live-account.sql.js'
import type { Principal } from '../auth/principal.js'
import type { UserClaims } from '../auth/user-claims.js'
import { User } from './user.entity.js'

@Injectable()
export class UserRepository {
  findByExternalId(reader: Reader, externalId: string): Promise<User | null> {
    return reader.manager.findOneBy(User, { role: 'user', externalId })
  }

  /** The account of a staff sign-in that nobody has ended, and time has not. */
  findStaffBySession(reader: Reader, userId: string, sessionId: string): Promise<User | null> {
    const live = Raw(
      (id) =>
        `EXISTS (SELECT FROM staff_sessions
          WHERE user_id = ${id} AND family_id = :sessionId AND revoked_at IS NULL AND expires_at > now())`,
      { sessionId },
    )
    return reader.manager
      .createQueryBuilder(User, 'staff')
      .where({ role: 'admin', deactivatedAt: IsNull(), id: userId })
      .andWhere({ id: live })
      .getOne()
  }

  findStaffByEmail(reader: Reader, email: string): Promise<User | null> {
    return reader.manager.findOneBy(User, {
      role: 'admin',
      email: Raw((column) => `lower(${column}) = lower(:email)`, { email }),
    })
  }

  /** Whether an account, and its sign-in, may still act. */
  async isLive(reader: Reader, { id, sessionVersion, sessionId }: Principal): Promise<boolean> {
    const rows = await reader.manager.query<unknown[]>(
      `SELECT 1 FROM users account WHERE id = $1 AND ${isLiveAccount('account', '$2', '$3')}`,
      [id, sessionVersion, sessionId],
    )
    return rows.length > 0
  }

  /** The session version of each of these accounts that is active. */
  async activeVersions(reader: Reader, ids: string[]): Promise<Map<string, number>> {
    const rows = await reader.manager.query<{ id: string; session_version: number }[]>(
      'SELECT id, session_version FROM users WHERE id = ANY($1) AND deactivated_at IS NULL',
      [ids],
    )
    return new Map(rows.map(({ id, session_version }) => [id, session_version]))
  }

  /** Makes the user, or brings the row up to date unless a newer token has done so. */
  async putUser(
    tx: Transaction,
    user: Required<Pick<UserClaims, 'sub' | 'email'>> & { name: string | null; issuedAt: Date },
  ) {
    await tx.manager.query(
      `INSERT INTO users (id, external_id, email, name, role, claims_issued_at) VALUES ($1, $2, $3, $4, 'user', $5)
       ON CONFLICT (external_id) DO UPDATE
         SET email = excluded.email, name = excluded.name, claims_issued_at = excluded.claims_issued_at, updated_at = now()
         WHERE users.claims_issued_at <= excluded.claims_issued_at`,
      [uuidv7(), user.sub, user.email, user.name, user.issuedAt],
    )
  }

  async markSeen(tx: Transaction, ids: string[]): Promise<void> {
    await tx.manager.query('UPDATE users SET last_seen_at = now() WHERE id = ANY($1)', [ids])
  }

  /** Makes a staff account, unless another process was quicker. */
  async addStaff(tx: Transaction, staff: Pick<User, 'email' | 'name' | 'passwordHash'>): Promise<void> {
    await tx.manager
      .createQueryBuilder()
      .insert()
      .into(User)
      .values({ ...staff, id: uuidv7(), role: 'admin' })
      .orIgnore()
      .execute()
  }
}
