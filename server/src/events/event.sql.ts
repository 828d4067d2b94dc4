import { schemaName, sql, type Sql, tables } from '../database/sql.js'
import { EVENTS_CHANNEL } from '../database/joined-event.repository.js'

export const LISTEN = `LISTEN ${EVENTS_CHANNEL}`

/** Any number of our own: only one process at a time stamps the events of a schema. */
const STAMP_LOCK = 7_364_129

/** False where another process is stamping now. Ends with the transaction, in which {@link STAMP} sees it. */
export const LOCK_STAMPING = sql`
  SELECT set_config(
    'support_chat.stamps', pg_try_advisory_xact_lock(${STAMP_LOCK}, hashtext(${schemaName}))::text, true
  )::boolean AS locked
`

export const HAS_PENDING = sql`SELECT EXISTS (SELECT FROM ${tables.events} WHERE position IS NULL) AS pending`

/**
 * Gives the oldest events that are committed and have no position the next ones, `limit` at most; none where the lock is
 * another process's. Must come after {@link LOCK_STAMPING}, as a statement of its own: only then does it see what the last
 * process that held the lock has stamped.
 *
 * Events of one chat keep their order: they are committed under its row lock, and so are their times.
 */
export const stamp = (limit: number) => sql`
  WITH newest AS MATERIALIZED (
    SELECT coalesce(max(position), 0) AS position FROM ${tables.events} WHERE position IS NOT NULL
  ), pending AS MATERIALIZED (
    SELECT id, row_number() OVER (ORDER BY occurred_at, id) AS number FROM (
      SELECT id, occurred_at FROM ${tables.events}
      WHERE position IS NULL AND current_setting('support_chat.stamps') = 'true'
      ORDER BY occurred_at, id LIMIT ${limit}
    ) oldest
  )
  UPDATE ${tables.events} SET position = newest.position + number FROM pending, newest WHERE events.id = pending.id
`

/**
 * Deletes up to $1 of the oldest events that are older than $2 days. The newest one stays: positions are counted on from
 * it, and who has read it has missed nothing.
 */
export const SWEEP = sql`
  WITH oldest AS MATERIALIZED (
    SELECT id, position, occurred_at FROM ${tables.events} WHERE position IS NOT NULL ORDER BY position LIMIT $1
  ), kept AS (
    SELECT least(
      (SELECT max(position) FROM ${tables.events} WHERE position IS NOT NULL),
      (SELECT min(position) FROM oldest WHERE occurred_at >= now() - make_interval(days => $2))
    ) AS position
  )
  DELETE FROM ${tables.events} USING oldest, kept WHERE events.id = oldest.id AND oldest.position < kept.position
`

/** Events after the position $1, with what they refer to, $2 at most; only of the types $3 where it is not null. */
export const EVENTS_AFTER = sql`
  SELECT ${renderedColumns()}
  FROM (
    SELECT * FROM ${tables.events} WHERE position > $1::bigint AND ($3::text[] IS NULL OR type = ANY($3))
    ORDER BY position LIMIT $2
  ) event
  ${renderedJoins()}
  ORDER BY event.position
`

/** The events of these ids, in no order. */
export const EVENTS_BY_ID = sql`
  SELECT ${renderedColumns()} FROM (SELECT * FROM ${tables.events} WHERE id = ANY($1)) event ${renderedJoins()}
`

/** Which positions are kept, and which event is at $1. */
export const POSITIONS = sql`
  SELECT coalesce((SELECT min(position) FROM ${tables.events} WHERE position IS NOT NULL), 1)::text AS oldest,
    newest.position::text AS newest, newest.id AS newest_id, (SELECT id FROM ${tables.events} WHERE position = $1::bigint) AS id
  FROM (SELECT) one LEFT JOIN LATERAL (
    SELECT position, id FROM ${tables.events} WHERE position IS NOT NULL ORDER BY position DESC LIMIT 1
  ) newest ON true
`

/** A message as it was when it was sent: only the name of its sender may have changed since. */
function renderedColumns(): string {
  return `event.id, event.type, event.occurred_at, event.position, event.chat_id, event.user_id, event.details,
    owner.external_id, owner.email, owner.name, message.id AS message_id, message.sequence, message.content,
    coalesce(message.client_id_text, message.client_id::text) AS client_id, message.sender_type, message.redacted_at, message.created_at,
    message.attachment_names IS NOT NULL AS has_attachments,
    CASE WHEN sender.id IS NULL THEN message.sender_name ELSE sender.name END AS sender_name`
}

function renderedJoins(): Sql {
  return sql`LEFT JOIN ${tables.users} owner ON owner.id = event.user_id
  LEFT JOIN ${tables.support_messages} message ON message.id = event.message_id
  LEFT JOIN ${tables.users} sender ON sender.id = message.sender_id`
}
