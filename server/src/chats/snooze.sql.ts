import { sql, tables } from '../database/sql.js'

export const HAS_DUE_SNOOZES = sql`
  SELECT EXISTS (SELECT FROM ${tables.support_chats} WHERE snoozed_until <= clock_timestamp()) AS due`

/** Ends up to $1 snoozes that are due: from then on those chats stand where the time of that puts them. */
export const WAKE_DUE = sql`
  UPDATE ${tables.support_chats}
  SET woke_at = snoozed_until, snoozed_until = NULL, version = version + 1, updated_at = clock_timestamp()
  WHERE id = ANY(ARRAY(
    SELECT id FROM ${tables.support_chats} WHERE snoozed_until <= clock_timestamp()
    ORDER BY snoozed_until LIMIT $1 FOR UPDATE SKIP LOCKED
  ))
  RETURNING id`
