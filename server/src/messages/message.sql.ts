/**
 * Stores one message in one round trip: the sender's account and access are checked, the chat's row is locked and gives
 * out the next sequence, the message is inserted, and what the event needs comes back.
 *
 * No row comes back where the account is void, the chat is not the sender's, or the message is stored already. Two
 * sends of one `client_id` at the same moment both pass that last check; the unique key refuses the second, and with
 * the transaction its sequence is given back.
 *
 * `clock_timestamp()`, not `now()`: it is read again once the lock is held, so times grow as sequences do.
 */
export const APPEND_MESSAGE = `
  WITH actor AS (
    SELECT id, name, role FROM users WHERE id = $2 AND session_version = $3 AND deactivated_at IS NULL
  ), chat AS (
    UPDATE support_chats SET
      last_sequence = last_sequence + 1,
      last_message_at = clock_timestamp(),
      last_user_sequence = CASE actor.role WHEN 'user' THEN last_sequence + 1 ELSE last_user_sequence END,
      archived_at = CASE actor.role WHEN 'user' THEN NULL ELSE archived_at END,
      user_unread_count = user_unread_count + (actor.role = 'admin')::integer,
      admin_unread_count = admin_unread_count + (actor.role = 'user')::integer,
      updated_at = clock_timestamp()
    FROM actor
    WHERE support_chats.id = $1 AND (actor.role = 'admin' OR user_id = actor.id)
      AND NOT EXISTS (SELECT FROM support_messages WHERE chat_id = $1 AND sender_id = $2 AND client_id = $5)
    RETURNING support_chats.id, user_id, last_sequence, last_message_at
  ), message AS (
    INSERT INTO support_messages
      (id, chat_id, sequence, client_id, sender_id, sender_type, content, created_at, updated_at)
    SELECT $4, chat.id, last_sequence, $5, actor.id, actor.role, $6, last_message_at, last_message_at FROM chat, actor
    RETURNING id, chat_id, sequence, client_id, content, sender_type, read_at, created_at
  )
  SELECT message.*, actor.name AS sender_name, owner.id AS user_id, owner.email AS user_email
  FROM message, actor, chat JOIN users owner ON owner.id = chat.user_id
`

/** Marks what the other side wrote between two sequences as read, by the clock that `created_at` comes from. */
export const MARK_READ = `
  WITH clock AS MATERIALIZED (
    SELECT clock_timestamp() AS at
  ), marked AS (
    UPDATE support_messages SET read_at = clock.at, updated_at = clock.at FROM clock
    WHERE chat_id = $1 AND sequence > $2 AND sequence <= $3 AND sender_type = $4
    RETURNING 1
  )
  SELECT at AS read_at, (SELECT count(*)::integer FROM marked) AS count FROM clock
`
