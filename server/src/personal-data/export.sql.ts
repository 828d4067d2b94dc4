import { sql, tables } from '../database/sql.js'

/** Takes a user's id. */
export const EXPORTED_USER = sql`
  SELECT id, external_id, email, name, attributes, email_opt_out_at, deactivated_at, created_at
  FROM ${tables.users} WHERE id = $1`

export const EXPORTED_VISIT = sql`
  SELECT page_url, time_zone, context, created_at AS first_seen_at, last_seen_at FROM ${tables.users} WHERE id = $1`

export const EXPORTED_CHAT = sql`
  SELECT id, created_at, last_sequence, last_message_at, archived_at, tags FROM ${tables.support_chats} WHERE user_id = $1`

/** Takes a chat's id: of a few messages each, so that they are not too many for one answer. */
export const EXPORTED_EMAILS = sql`
  SELECT id, channel, first_sequence, last_sequence, status, reason, due_at, sent_at, created_at
  FROM ${tables.email_notifications} WHERE chat_id = $1 ORDER BY first_sequence`
