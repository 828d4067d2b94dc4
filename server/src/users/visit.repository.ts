import { Injectable } from '@nestjs/common'
import type { Attributes } from '@support-chat/shared'
import { query, sql, tables } from '../database/sql.js'
import type { Transaction } from '../database/transaction.js'
import type { AccountSession } from './account-session.js'
import { isLiveAccount } from './live-account.sql.js'

/** Where a user is: on which page, in which time zone; and what the page says of them. */
export interface VisitRow {
  page_url: string | null
  time_zone: string | null
  context: Attributes | null
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
    { pageUrl, timeZone, context }: { pageUrl?: string; timeZone?: string; context?: Attributes },
  ): Promise<VisitRow | null> {
    const [rows] = await query<[VisitRow[], number]>(
      tx,
      sql`UPDATE ${tables.users} account SET page_url = coalesce($2, page_url), time_zone = coalesce($3, time_zone), context = coalesce($5, context)
       WHERE id = $1 AND ${isLiveAccount('account', '$4', 'NULL')}
         AND (page_url IS DISTINCT FROM coalesce($2, page_url) OR time_zone IS DISTINCT FROM coalesce($3, time_zone)
           OR context IS DISTINCT FROM coalesce($5, context))
       RETURNING page_url, time_zone, context`,
      [id, pageUrl ?? null, timeZone ?? null, sessionVersion, context ?? null],
    )
    return rows[0] ?? null
  }
}
