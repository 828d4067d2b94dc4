import { Injectable } from '@nestjs/common'
import { query, sql, tables } from '../database/sql.js'
import type { Transaction } from '../database/transaction.js'
import type { AccountSession } from './account-session.js'
import { isLiveAccount } from './live-account.sql.js'

/** Where a user is: on which page, in which time zone. */
export interface VisitRow {
  page_url: string | null
  time_zone: string | null
}

/** Keeps where users are. */
@Injectable()
export class VisitRepository {
  /**
   * Keeps what is given; the rest stays as it was.
   * @returns where the user is now; null where nothing has changed: clients say it again at each reconnect
   */
  async visit(
    tx: Transaction,
    { id, sessionVersion }: AccountSession,
    { pageUrl, timeZone }: { pageUrl?: string; timeZone?: string },
  ): Promise<VisitRow | null> {
    const [rows] = await query<[VisitRow[], number]>(
      tx,
      sql`UPDATE ${tables.users} account SET page_url = coalesce($2, page_url), time_zone = coalesce($3, time_zone)
       WHERE id = $1 AND ${isLiveAccount('account', '$4', 'NULL')}
         AND (page_url IS DISTINCT FROM coalesce($2, page_url) OR time_zone IS DISTINCT FROM coalesce($3, time_zone))
       RETURNING page_url, time_zone`,
      [id, pageUrl ?? null, timeZone ?? null, sessionVersion],
    )
    return rows[0] ?? null
  }
}
