import { sql, tables } from '../database/sql.js'
import { PLACE } from './chat-views.sql.js'

/** Neither put away nor put off: those that a member of staff has at hand, and that capacity is about. */
const isActive = (chat: string) => `(coalesce(${chat}.archived_at, ${chat}.snoozed_until) IS NULL) IS TRUE`

/**
 * Chats that wait for a reply, locked, who waits longest first: with who gave each back since then, or did not answer it in
 * time. Those that somebody else is changing are left for the next time.
 */
const take = (which: string) => sql`
  SELECT chat.id, chat.assignee_id, ARRAY(
    SELECT (entry.details->>'former_assignee_id')::uuid FROM ${tables.support_chat_history} entry
    WHERE entry.chat_id = chat.id AND entry.action = 'unassigned' AND entry.at > chat.waiting_since
      AND (entry.done_by = 'staff' OR entry.reason = 'not answered in time')
  ) AS passed_by
  FROM ${tables.support_chats} chat
  WHERE chat.archived_at IS NULL AND chat.snoozed_until IS NULL AND chat.waiting_since IS NOT NULL AND ${which}
  ORDER BY chat.waiting_since, chat.id LIMIT $1
  FOR UPDATE SKIP LOCKED`

/** $1 of those that nobody has, of which there are news since $2. */
export const TAKE_FROM_QUEUE = take(
  `chat.last_message_at IS NOT NULL AND chat.assignee_id IS NULL AND ${PLACE} >= $2::timestamptz`,
)

/** Those of the ids $2 that somebody has, $1 at most. */
export const TAKE_REOPENED = take('chat.assignee_id IS NOT NULL AND chat.id = ANY($2::uuid[])')

/** Who takes chats, locked so that nobody deactivates them meanwhile, with how many each has, as far as $1. */
export const TAKERS = sql`
  SELECT staff.id, (
    SELECT count(*)::integer FROM (
      SELECT FROM ${tables.support_chats} chat WHERE chat.assignee_id = staff.id AND ${isActive('chat')} LIMIT $1
    ) counted
  ) AS chats
  FROM ${tables.users} staff
  WHERE staff.role = 'admin' AND NOT staff.is_service AND staff.available
    AND staff.staff_role IS DISTINCT FROM 'viewer' AND staff.deactivated_at IS NULL
  ORDER BY staff.id FOR KEY SHARE OF staff`

/** Gives up to $1 chats back to the queue that routing gave to somebody $2 minutes ago, and that still wait. */
export const RETURN_UNANSWERED = sql`
  UPDATE ${tables.support_chats} SET assignee_id = NULL, routed_at = NULL, version = version + 1, updated_at = clock_timestamp()
  FROM (
    SELECT id, assignee_id AS former_assignee_id FROM ${tables.support_chats}
    WHERE routed_at <= statement_timestamp() - make_interval(mins => $2)
      AND waiting_since IS NOT NULL AND assignee_id IS NOT NULL AND archived_at IS NULL AND snoozed_until IS NULL
    ORDER BY routed_at LIMIT $1 FOR UPDATE SKIP LOCKED
  ) late
  WHERE support_chats.id = late.id
  RETURNING support_chats.id, former_assignee_id`

/** Gives all chats of $1 back. */
export const RELEASE_CHATS = sql`
  UPDATE ${tables.support_chats} SET assignee_id = NULL, routed_at = NULL, version = version + 1, updated_at = clock_timestamp()
  WHERE id = ANY(ARRAY(SELECT id FROM ${tables.support_chats} WHERE assignee_id = $1 ORDER BY id FOR UPDATE))
  RETURNING id, archived_at IS NULL AS is_shown`
