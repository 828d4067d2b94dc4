import { sql, tables } from '../database/sql.js'

/** Whether repetitions for an endpoint are due at $1. */
const HAS_REPEATS = sql`EXISTS (
    SELECT FROM ${tables.webhook_deliveries}
    WHERE endpoint_id = endpoint.id AND status = 'pending' AND next_attempt_at <= $1
  )`

/** Whether an endpoint, enabled and not claimed, has events that it has not been sent, or repetitions that are due. */
const HAS_WORK = sql`
  state = 'enabled' AND (leased_until IS NULL OR leased_until <= $1) AND (
    position < (SELECT max(position) FROM ${tables.events} WHERE position IS NOT NULL) OR ${HAS_REPEATS}
  )`

export const ANY_WORK = sql`SELECT EXISTS (SELECT FROM ${tables.webhook_endpoints} endpoint WHERE ${HAS_WORK}) AS work`

/**
 * Has the transaction commit without waiting for the disk, for which sends wait too: it gets there with the next one of them
 * or a moment later. What a crash of the database loses of it is sent again, under the same id.
 */
const COMMIT_LAZILY = "set_config('synchronous_commit', 'off', true)"

/** Claims, for the lease $2 until $3, the endpoints that have something to send; not those that others are claiming. */
export const CLAIM_ENDPOINTS = sql`
  UPDATE ${tables.webhook_endpoints} endpoint SET leased_by = $2, leased_until = $3
  WHERE id IN (SELECT id FROM ${tables.webhook_endpoints} endpoint WHERE ${HAS_WORK} ORDER BY id FOR UPDATE SKIP LOCKED)
  RETURNING id, url, secret, CASE WHEN previous_secret_until > $1 THEN previous_secret END AS previous_secret,
    event_types, position, leased_by AS lease, ${HAS_REPEATS} AS has_repeats,
    coalesce((SELECT max(position) FROM ${tables.events} WHERE position IS NOT NULL), 0)::text AS newest,
    ${COMMIT_LAZILY}
`

/**
 * Ends the lease $2 of the endpoint $1, which has been sent everything up to the position $3, unless another has taken
 * its place. $4: when an attempt failed, or null; $5: whether one succeeded; $6: nothing is sent until then, or null.
 */
export const RELEASE_ENDPOINT = sql`
  UPDATE ${tables.webhook_endpoints} SET
    position = CASE WHEN leased_by = $2 THEN greatest(position, $3) ELSE position END,
    leased_until = CASE WHEN leased_by = $2 THEN CAST($6 AS timestamptz) ELSE leased_until END,
    leased_by = nullif(leased_by, $2),
    failing_since = CASE WHEN $5 THEN NULL ELSE coalesce(failing_since, $4) END
  WHERE id = $1
  RETURNING failing_since, CASE WHEN CAST($4 AS timestamptz) IS NULL THEN ${COMMIT_LAZILY} END
`

/** Disables an endpoint, at $2, for the reason $3. Nothing comes back where it was disabled. */
export const DISABLE_ENDPOINT = sql`
  UPDATE ${tables.webhook_endpoints} SET state = 'disabled', disabled_at = $2, disabled_reason = $3, notice_due_at = $2
  WHERE id = $1 AND state = 'enabled'
  RETURNING id
`

/** A disabled endpoint of which staff are to be told at $1; others take it up again at $2. After three days it is no news. */
export const CLAIM_NOTICE = sql`
  UPDATE ${tables.webhook_endpoints} SET notice_due_at = $2
  WHERE id = (
    SELECT id FROM ${tables.webhook_endpoints}
    WHERE notice_due_at <= $1 AND disabled_at > CAST($1 AS timestamptz) - interval '3 days'
    ORDER BY notice_due_at LIMIT 1 FOR UPDATE SKIP LOCKED
  )
  RETURNING id, url, description, disabled_reason AS reason, disabled_at
`

/** Repetitions that are due at $2, longest due first, $3 at most. */
export const DUE_DELIVERIES = sql`
  SELECT id, event_id, event_type, position, attempts FROM ${tables.webhook_deliveries}
  WHERE endpoint_id = $1 AND status = 'pending' AND next_attempt_at <= $2
  ORDER BY next_attempt_at, position LIMIT $3
`

/** Keeps what became of attempts, $1 as JSON. What has got through stays so, whatever another process says later. */
export const RECORD_ATTEMPTS = sql`
  INSERT INTO ${tables.webhook_deliveries} (id, endpoint_id, event_id, event_type, position, status, attempts, response_status, error,
    duration_ms, attempted_at, next_attempt_at)
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS attempt (id uuid, endpoint_id uuid, event_id uuid, event_type text,
    position bigint, status text, attempts integer, response_status integer, error text, duration_ms integer,
    attempted_at timestamptz, next_attempt_at timestamptz)
  ON CONFLICT (endpoint_id, event_id) DO UPDATE SET
    status = excluded.status, attempts = excluded.attempts, response_status = excluded.response_status,
    error = excluded.error, duration_ms = excluded.duration_ms, attempted_at = excluded.attempted_at,
    next_attempt_at = excluded.next_attempt_at
  WHERE webhook_deliveries.status <> 'succeeded'
`

/** Deletes up to $1 of the oldest deliveries that are older than $2 days: a UUID v7 grows with time. */
export const SWEEP_DELIVERIES = sql`
  DELETE FROM ${tables.webhook_deliveries} WHERE id IN (SELECT id FROM ${tables.webhook_deliveries} ORDER BY id LIMIT $1)
    AND created_at < now() - make_interval(days => $2)
`
