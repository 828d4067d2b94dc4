import { Injectable } from '@nestjs/common'
import { query } from '../database/sql.js'
import type { Reader } from '../database/transaction.js'
import { BACKLOG } from './backlog.sql.js'

/** What waits to be done, whichever process does it. Ages are null where nothing waits. */
export interface Backlog {
  emails_waiting: number
  emails_sending: number
  oldest_email_seconds: number | null
  /** Negative where the first is due only later. */
  overdue_email_seconds: number | null
  events_pending: number
  oldest_event_seconds: number | null
  endpoints_enabled: number
  /** Of those that are enabled. */
  endpoints_failing: number
  endpoints_disabled: number
  webhook_events_behind: number | null
  webhooks_to_repeat: number
}

@Injectable()
export class BacklogRepository {
  /** @param channels those that are served: nobody waits for a notice of another */
  async read(reader: Reader, channels: readonly string[]): Promise<Backlog> {
    const [backlog] = await query<[Backlog]>(reader, BACKLOG, [channels])
    return backlog
  }
}
