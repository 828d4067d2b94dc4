import { sql, tables } from '../database/sql.js'

/** Notes that a page was refused. */
export const PUT_REFUSED = sql`
  INSERT INTO ${tables.refused_origins} (origin, refused_at) VALUES ($1, now())
  ON CONFLICT (origin) DO UPDATE SET refused_at = now()`

/** Leaves the newest `$1`. */
export const PRUNE_REFUSED = sql`
  DELETE FROM ${tables.refused_origins} WHERE origin IN (
    SELECT origin FROM ${tables.refused_origins} ORDER BY refused_at DESC, origin OFFSET $1)`

/** Those of the last `$1` hours, newest first. */
export const FIND_REFUSED = sql`
  SELECT origin, refused_at FROM ${tables.refused_origins}
  WHERE refused_at > now() - make_interval(hours => $1) ORDER BY refused_at DESC, origin`

/**
 * How far an installation is, read from what there is: `$1` is the member of staff who asks, `$2` the address of the demo
 * page. Users who came first are looked at first: one of them is found at once.
 */
export const FIND_PROGRESS = sql`
  SELECT
    (SELECT json_build_object('url', page_url) FROM ${tables.users}
      WHERE role = 'user' AND last_seen_at IS NOT NULL AND (page_url IS NULL OR NOT starts_with(page_url, $2))
      ORDER BY id LIMIT 1) AS first_page,
    EXISTS (SELECT FROM ${tables.users} WHERE role = 'admin' AND NOT is_service AND id <> $1) AS has_colleagues,
    EXISTS (SELECT FROM ${tables.support_chats} WHERE last_message_at IS NOT NULL) AS has_messages`
