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
