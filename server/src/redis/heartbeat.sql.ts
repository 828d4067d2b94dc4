import { sql, tables } from '../database/sql.js'

/**
 * Records the heartbeat of the process $1, and forgets processes that have had none for an hour.
 * @returns `id` and `seen_at` of each other process that has had one within a minute
 */
export const HEARTBEAT_SQL = sql`
  WITH heartbeat AS (
    INSERT INTO ${tables.server_processes} (id, seen_at) VALUES ($1, clock_timestamp())
    ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at
  ), forgotten AS (
    DELETE FROM ${tables.server_processes} WHERE seen_at < now() - interval '1 hour' AND id <> $1
  )
  SELECT id, seen_at FROM ${tables.server_processes} WHERE id <> $1 AND seen_at > now() - interval '1 minute'
`
