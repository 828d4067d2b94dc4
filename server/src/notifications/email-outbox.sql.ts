import { sql, tables } from '../database/sql.js'

/** Nothing comes back where one of the chat and the channel waits already: it will cover the message. */
export const ADD_EMAIL = sql`
  INSERT INTO ${tables.email_notifications} (id, chat_id, first_sequence, due_at, message_id, channel)
  VALUES ($1, $2, $3, now() + make_interval(secs => $4), $5, $6)
  ON CONFLICT (chat_id, channel) WHERE status = 'waiting' DO NOTHING
  RETURNING id
`

export const LOCK_NEXT_DUE = sql`
  SELECT id, chat_id, channel, first_sequence, attempts, message_id,
    (SELECT first.id FROM ${tables.support_messages} first
      WHERE first.chat_id = due.chat_id AND first.sequence = due.first_sequence) AS first_message_id
  FROM ${tables.email_notifications} due
  WHERE status IN ('waiting', 'sending') AND due_at <= now() AND channel = ANY($1)
  ORDER BY due_at
  LIMIT 1
  FOR UPDATE OF due SKIP LOCKED
`

export const LOCK_CHAT = sql`
  SELECT u.id AS user_id, u.email, u.name, u.role,
    u.email_opt_out_at IS NOT NULL AS opted_out,
    u.deactivated_at IS NOT NULL AS deactivated,
    c.archived_at IS NOT NULL AS archived,
    c.user_read_sequence, c.user_unread_count
  FROM ${tables.support_chats} c JOIN ${tables.users} u ON u.id = c.user_id
  WHERE c.id = $1
  FOR NO KEY UPDATE OF c
`

/** Names files, which e-mails never carry. */
const WITH_FILES = `concat_ws(E'\\n\\n', nullif(m.content, ''), 'Attached: ' || replace(m.attachment_names, E'\\n', ', '))`

export const NEWEST_REPLY_AFTER = sql`
  SELECT m.sequence, ${WITH_FILES} AS content, coalesce(u.name, m.sender_name) AS sender_name
  FROM ${tables.support_messages} m LEFT JOIN ${tables.users} u ON u.id = m.sender_id
  WHERE m.chat_id = $1 AND m.sequence > $2 AND m.sender_type = 'admin' AND m.redacted_at IS NULL
  ORDER BY m.sequence DESC
  LIMIT 1
`

export const COUNT_REDACTED_AFTER = sql`
  SELECT count(*)::integer FROM ${tables.support_messages}
  WHERE chat_id = $1 AND sequence > $2 AND sender_type = 'admin' AND redacted_at IS NOT NULL
`

export const LATER_EMAIL = sql`
  SELECT 1 FROM ${tables.email_notifications}
  WHERE chat_id = $1 AND channel = $3 AND first_sequence > $2 AND status IN ('waiting', 'sending', 'sent')
  LIMIT 1
`

export const CLAIM = sql`
  UPDATE ${tables.email_notifications}
  SET status = 'sending', attempts = $2, last_sequence = $3, updated_at = now(),
    due_at = now() + make_interval(secs => $4)
  WHERE id = $1
`

/** Of an e-mail that this transaction has locked. */
export const END_UNCLAIMED = sql`
  UPDATE ${tables.email_notifications} SET status = $2, reason = $3, updated_at = now() WHERE id = $1
`

/** Nothing where another worker has claimed the e-mail since. */
export const END_CLAIMED = sql`
  UPDATE ${tables.email_notifications}
  SET status = $3, reason = $4, updated_at = now(), sent_at = CASE WHEN $3 = 'sent' THEN now() END
  WHERE id = $1 AND status = 'sending' AND attempts = $2
`

export const POSTPONE = sql`
  UPDATE ${tables.email_notifications} e
  SET status = CASE WHEN later.exists THEN 'skipped' ELSE 'waiting' END,
    reason = CASE WHEN later.exists THEN 'joined' ELSE $3 END,
    due_at = now() + make_interval(secs => $4), updated_at = now()
  FROM (SELECT EXISTS (
    SELECT 1 FROM ${tables.email_notifications} own JOIN ${tables.email_notifications} other USING (chat_id, channel)
    WHERE own.id = $1 AND other.id <> $1 AND other.status = 'waiting')) later
  WHERE e.id = $1 AND e.status = 'sending' AND e.attempts = $2
`

/**
 * The e-mail about each message: the one that begins with it or last before it; where that one was `joined` to a later
 * one, that later one.
 */
export const FIND_COVERING = sql`
  SELECT message.sequence, email.*
  FROM unnest($2::integer[]) AS message (sequence)
  CROSS JOIN LATERAL (
    SELECT first_sequence FROM ${tables.email_notifications}
    WHERE chat_id = $1 AND channel = 'email' AND first_sequence <= message.sequence
    ORDER BY first_sequence DESC LIMIT 1
  ) first
  CROSS JOIN LATERAL (
    SELECT status, reason, due_at, sent_at, updated_at FROM ${tables.email_notifications}
    WHERE chat_id = $1 AND channel = 'email' AND first_sequence >= first.first_sequence AND NOT (status = 'skipped' AND reason = 'joined')
    ORDER BY first_sequence LIMIT 1
  ) email
`
