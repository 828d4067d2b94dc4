import { sql, tables } from '../database/sql.js'

/** Rows that are counted at most: what waits behind a broken mail server shall not make its own measuring slow. */
export const COUNTED_AT_MOST = 10_000

/** What waits to be done for all processes, in one row; of notices those of the channels $1. Reads partial indices of what waits, and no more than that. */
export const BACKLOG = sql`
  WITH email AS MATERIALIZED (
    SELECT status, created_at, due_at FROM ${tables.email_notifications}
    WHERE status IN ('waiting', 'sending') AND channel = ANY($1) ORDER BY due_at LIMIT ${COUNTED_AT_MOST}
  ), event AS MATERIALIZED (
    SELECT occurred_at FROM ${tables.events} WHERE position IS NULL ORDER BY occurred_at, id LIMIT ${COUNTED_AT_MOST}
  ), newest AS MATERIALIZED (
    SELECT max(position) AS position FROM ${tables.events} WHERE position IS NOT NULL
  )
  SELECT
    (SELECT count(*)::integer FROM email WHERE status = 'waiting') AS emails_waiting,
    (SELECT count(*)::integer FROM email WHERE status = 'sending') AS emails_sending,
    (SELECT extract(epoch FROM now() - min(created_at))::double precision FROM email) AS oldest_email_seconds,
    (SELECT extract(epoch FROM now() - min(due_at))::double precision FROM email) AS overdue_email_seconds,
    (SELECT count(*)::integer FROM event) AS events_pending,
    (SELECT extract(epoch FROM now() - min(occurred_at))::double precision FROM event) AS oldest_event_seconds,
    (SELECT count(*)::integer FROM ${tables.webhook_endpoints} WHERE state = 'enabled') AS endpoints_enabled,
    (SELECT count(*)::integer FROM ${tables.webhook_endpoints} WHERE state = 'enabled' AND failing_since IS NOT NULL)
      AS endpoints_failing,
    (SELECT count(*)::integer FROM ${tables.webhook_endpoints} WHERE state = 'disabled') AS endpoints_disabled,
    (SELECT greatest(0, newest.position - min(endpoint.position))::double precision
      FROM ${tables.webhook_endpoints} endpoint, newest WHERE state = 'enabled' GROUP BY newest.position)
      AS webhook_events_behind,
    (SELECT count(*)::integer FROM (
      SELECT FROM ${tables.webhook_deliveries} WHERE status = 'pending' LIMIT ${COUNTED_AT_MOST}
    ) pending) AS webhooks_to_repeat
`
