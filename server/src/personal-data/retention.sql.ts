import { sql, tables } from '../database/sql.js'

/** Of `chat`: archived, and nothing was written or done in it, for `$1` days. Who reads it does not touch it. */
const UNTOUCHED = sql`
  chat.archived_at < now() - make_interval(days => $1)
  AND coalesce(chat.last_message_at, chat.created_at) < now() - make_interval(days => $1)
  AND NOT EXISTS (
    SELECT FROM ${tables.support_notes} note WHERE note.chat_id = chat.id AND note.created_at >= now() - make_interval(days => $1)
  ) AND NOT EXISTS (
    SELECT FROM ${tables.support_chat_history} entry WHERE entry.chat_id = chat.id AND entry.at >= now() - make_interval(days => $1)
  )`

export const COUNT_UNTOUCHED = sql`SELECT count(*)::integer FROM ${tables.support_chats} chat WHERE ${UNTOUCHED}`

/** The users of `$3` of them, in the order of their chats' ids, after the chat `$2`. */
export const UNTOUCHED_AFTER = sql`
  SELECT chat.id, chat.user_id FROM ${tables.support_chats} chat WHERE ${UNTOUCHED} AND chat.id > $2 ORDER BY chat.id LIMIT $3`

/** Locks the chat `$2`, if it is still one of them. */
export const LOCK_UNTOUCHED = sql`
  SELECT chat.id FROM ${tables.support_chats} chat WHERE ${UNTOUCHED} AND chat.id = $2 FOR UPDATE`

/** Takes the night that `$1` is in, which is one process's then. Nothing where it is taken, or nothing is to be erased. */
export const TAKE_NIGHT = sql`
  UPDATE ${tables.retention_settings} SET ran_on = ($1::timestamptz AT TIME ZONE 'UTC')::date
  WHERE archived_days IS NOT NULL AND (ran_on IS NULL OR ran_on < ($1::timestamptz AT TIME ZONE 'UTC')::date)
  RETURNING archived_days`
