import { sql, tables } from '../database/sql.js'

/** Asked each second. By `statement_timestamp()`: `clock_timestamp()` might differ from row to row, so that no index serves it. */
export const HAS_DUE_SNOOZES = sql`
  SELECT EXISTS (SELECT FROM ${tables.support_chats} WHERE snoozed_until <= statement_timestamp()) AS due`

/** Ends up to $1 snoozes that are due: from then on those chats stand where the time of that puts them. */
export const WAKE_DUE = sql`
  UPDATE ${tables.support_chats}
  SET woke_at = snoozed_until, snoozed_until = NULL, version = version + 1, updated_at = clock_timestamp()
  WHERE id = ANY(ARRAY(
    SELECT id FROM ${tables.support_chats} WHERE snoozed_until <= statement_timestamp()
    ORDER BY snoozed_until LIMIT $1 FOR UPDATE SKIP LOCKED
  ))
  RETURNING id`
