import { type Sql, sql, tables } from '../database/sql.js'

/** Notes with their authors and mentions. @param which what to read of them, named `note` */
const notesOf = (which: Sql) => sql`
  SELECT note.id, note.chat_id, note.after_sequence, note.content, note.created_at, author.id AS author_id,
    author.name AS author_name, CASE WHEN NOT author.is_service THEN author.email END AS author_email,
    ARRAY(
      SELECT staff_id FROM ${tables.support_note_mentions} WHERE note_id = note.id ORDER BY position
    ) AS mentions
  FROM (${which}) note LEFT JOIN ${tables.users} author ON author.id = note.author_id
`

/** The newest $2 of the chat $1, oldest first. */
export const NOTES_OF_CHAT = sql`
  ${notesOf(sql`
    SELECT * FROM ${tables.support_notes} WHERE chat_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2
  `)}
  ORDER BY note.created_at, note.id
`

export const NOTES_BY_ID = notesOf(sql`SELECT * FROM ${tables.support_notes} WHERE id = ANY($1)`)

/** What the author $2 has written in the chat $1 under the client_id $3. */
export const NOTE_BY_CLIENT_ID = notesOf(
  sql`SELECT * FROM ${tables.support_notes} WHERE chat_id = $1 AND author_id = $2 AND client_id = $3`,
)

/** All that the member of staff $2 has not seen in the chat $1. */
export const MARK_MENTIONS_SEEN = sql`
  UPDATE ${tables.support_note_mentions} SET seen_at = clock_timestamp()
  WHERE staff_id = $2 AND chat_id = $1 AND seen_at IS NULL
`

/** What is to be sent of unseen mentions, with those of the same colleague and chat that have not been sent yet. */
const DUE = sql`
  SELECT staff_id, chat_id FROM ${tables.support_note_mentions} WHERE email_due_at <= now() AND seen_at IS NULL
  ORDER BY email_due_at LIMIT 1 FOR UPDATE SKIP LOCKED
`

/**
 * Claims the unseen mentions of one colleague in one chat whose e-mail is due, for $1 seconds: then another process may take
 * them. What another process has claimed since is left out, since it is not due any more.
 */
export const CLAIM_MENTIONS = sql`
  WITH due AS MATERIALIZED (${DUE}), claimed AS (
    UPDATE ${tables.support_note_mentions} mention
    SET email_due_at = now() + make_interval(secs => $1), email_attempts = email_attempts + 1
    FROM due
    WHERE mention.staff_id = due.staff_id AND mention.chat_id = due.chat_id AND seen_at IS NULL
      AND (email_due_at <= now() OR email_due_at IS NOT NULL AND email_attempts = 0)
    RETURNING mention.*
  ), newest AS (
    SELECT note.* FROM claimed JOIN ${tables.support_notes} note ON note.id = note_id
    ORDER BY note.created_at DESC, note.id DESC LIMIT 1
  )
  SELECT newest.id AS note_id, newest.chat_id, newest.content, staff.id AS staff_id, staff.email, staff.name,
    staff.deactivated_at IS NOT NULL AS deactivated, coalesce(author.name, author.email) AS author_name,
    coalesce(owner.name, owner.email) AS user_name, counted.*
  FROM newest
  CROSS JOIN (
    SELECT staff_id AS to_id, count(*)::integer AS count, max(email_attempts)::integer AS attempt,
      array_agg(note_id) AS note_ids
    FROM claimed GROUP BY staff_id
  ) counted
  JOIN ${tables.users} staff ON staff.id = counted.to_id
  JOIN ${tables.support_chats} chat ON chat.id = newest.chat_id
  JOIN ${tables.users} owner ON owner.id = chat.user_id
  LEFT JOIN ${tables.users} author ON author.id = newest.author_id
`

/** Ends the claim on mentions: nothing more is sent of them, or something in $3 seconds. */
export const SETTLE_MENTIONS = sql`
  UPDATE ${tables.support_note_mentions} SET email_due_at = now() + make_interval(secs => $3)
  WHERE staff_id = $1 AND note_id = ANY($2)
`
