import { sql, tables } from '../database/sql.js'

/** Members of staff who can answer, and have signed in: those who were seen last first, `$1` of them. */
export const FIND_MEMBERS = sql`
  SELECT id, name, avatar_id FROM ${tables.users}
  WHERE role = 'admin' AND NOT is_service AND staff_role <> 'viewer' AND deactivated_at IS NULL AND (name IS NOT NULL OR avatar_id IS NOT NULL)
    AND (password_hash IS NOT NULL OR last_seen_at IS NOT NULL)
  ORDER BY last_seen_at DESC NULLS LAST, id LIMIT $1`

/**
 * First answers of the last `$1` days, the newest `$2` of them, newest first: along an index that has nothing else. One to
 * somebody who had waited for longer than that again says little of the days.
 */
export const FIND_FIRST_ANSWERS = sql`
  SELECT sender_id AS "senderId", extract(epoch FROM answers_since)::float8 * 1000 AS "waitingSince",
    extract(epoch FROM created_at - answers_since)::float8 AS seconds
  FROM ${tables.support_messages}
  WHERE answers_since > now() - make_interval(days => 2 * $1) AND created_at > now() - make_interval(days => $1)
  ORDER BY created_at DESC LIMIT $2`
