import { sql, tables } from '../database/sql.js'

/** What the account $1 has uploaded within a day, or is uploading. */
export const USAGE = sql`
  SELECT count(*)::integer AS files, coalesce(sum(size), 0)::float8 AS bytes,
    (extract(epoch FROM min(created_at) + interval '1 day' - now()) * 1000)::float8 AS frees_in_ms
  FROM ${tables.support_attachments} WHERE uploader_id = $1 AND created_at > now() - interval '1 day'
`

/** Gives the files $2 of the account $4 in the chat $3 to the message $1, but those that have one already. */
export const CLAIM = sql`
  UPDATE ${tables.support_attachments} SET message_id = $1, place = array_position($2::uuid[], id)
  WHERE id = ANY($2) AND chat_id = $3 AND uploader_id = $4 AND message_id IS NULL AND state IN ('scanning', 'ready')
`

/** Deletes up to $2 files that belong to no message since before $1. */
export const REMOVE_UNSENT = sql`
  DELETE FROM ${tables.support_attachments} WHERE id IN (
    SELECT id FROM ${tables.support_attachments} WHERE message_id IS NULL AND created_at < $1
    ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED
  )
`

export const REMOVED = sql`SELECT id FROM ${tables.removed_attachments} ORDER BY removed_at LIMIT $1`
export const FORGET_REMOVED = sql`DELETE FROM ${tables.removed_attachments} WHERE id = ANY($1)`
export const KNOWN = sql`SELECT id FROM ${tables.support_attachments} WHERE id = ANY($1::uuid[])`

/** Of up to $1 files that are due, says that they are so again in $2 seconds. */
export const CLAIM_UNSCANNED = sql`
  UPDATE ${tables.support_attachments} SET scan_at = now() + make_interval(secs => $2) WHERE id IN (
    SELECT id FROM ${tables.support_attachments} WHERE state = 'scanning' AND scan_at <= now()
    ORDER BY scan_at LIMIT $1 FOR UPDATE SKIP LOCKED
  ) RETURNING id
`
