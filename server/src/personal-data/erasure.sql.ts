import { sql, tables } from '../database/sql.js'

/** Takes a user's id. Nobody writes to the chat from then on. */
export const LOCK_CHAT = sql`SELECT id FROM ${tables.support_chats} WHERE user_id = $1 FOR UPDATE`

/** Takes a user's id. After the chat, as sends lock them. */
export const LOCK_USER = sql`SELECT id FROM ${tables.users} WHERE id = $1 AND role = 'user' FOR UPDATE`

/**
 * How many rows of each table go with the user `$1` and the chat `$2`: foreign keys delete all of them. A table more with a
 * foreign key has its line here, which a test sees to.
 */
export const COUNT_ROWS = sql`
  SELECT
    (SELECT count(*)::integer FROM ${tables.users} WHERE id = $1) AS users,
    (SELECT count(*)::integer FROM ${tables.support_chats} WHERE id = $2) AS support_chats,
    (SELECT count(*)::integer FROM ${tables.support_messages} WHERE chat_id = $2) AS support_messages,
    (SELECT count(*)::integer FROM ${tables.support_attachments} WHERE chat_id = $2) AS support_attachments,
    (SELECT count(*)::integer FROM ${tables.support_notes} WHERE chat_id = $2) AS support_notes,
    (SELECT count(*)::integer FROM ${tables.support_note_mentions} WHERE chat_id = $2) AS support_note_mentions,
    (SELECT count(*)::integer FROM ${tables.support_chat_history} WHERE chat_id = $2) AS support_chat_history,
    (SELECT count(*)::integer FROM ${tables.support_chat_archivings} WHERE chat_id = $2) AS support_chat_archivings,
    (SELECT count(*)::integer FROM ${tables.email_notifications} WHERE chat_id = $2) AS email_notifications
`
