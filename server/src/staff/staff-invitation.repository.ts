import { Injectable } from '@nestjs/common'
import type { Reader, Transaction } from '../database/transaction.js'

/** Invitations that nobody has accepted. A member has one at most: a new one takes the place of the old. */
@Injectable()
export class StaffInvitationRepository {
  async put(tx: Transaction, userId: string, tokenHash: string, days: number): Promise<void> {
    await tx.manager.query(
      `INSERT INTO staff_invitations (user_id, token_hash, expires_at) VALUES ($1, $2, now() + make_interval(days => $3))
       ON CONFLICT (user_id) DO UPDATE
         SET token_hash = excluded.token_hash, expires_at = excluded.expires_at, created_at = now()`,
      [userId, tokenHash, days],
    )
  }

  /** @returns whose it is that can still be accepted */
  async find(reader: Reader, tokenHash: string): Promise<string | null> {
    const rows = await reader.manager.query<{ user_id: string }[]>(
      'SELECT user_id FROM staff_invitations WHERE token_hash = $1 AND expires_at > now()',
      [tokenHash],
    )
    return rows[0]?.user_id ?? null
  }

  /** Uses an invitation up: of two that come with it, one is let in. @returns whose it is */
  async use(tx: Transaction, tokenHash: string): Promise<string | null> {
    const [rows] = await tx.manager.query<[{ user_id: string }[], number]>(
      'DELETE FROM staff_invitations WHERE token_hash = $1 AND expires_at > now() RETURNING user_id',
      [tokenHash],
    )
    return rows[0]?.user_id ?? null
  }

  async withdraw(tx: Transaction, userId: string): Promise<void> {
    await tx.manager.query('DELETE FROM staff_invitations WHERE user_id = $1', [userId])
  }
}
