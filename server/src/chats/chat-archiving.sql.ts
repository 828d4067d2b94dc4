import { sql, tables } from '../database/sql.js'

/** Where a message of the user restored the chat, that message says when: sending writes no archiving. */
export const ARCHIVINGS_OF_CHAT = sql`
  SELECT archived_at, coalesce(staff.name, staff.email) AS archived_by,
    coalesce(restored_at, answer.created_at) AS restored_at
  FROM ${tables.support_chat_archivings} archiving
  LEFT JOIN ${tables.users} staff ON staff.id = archived_by
  LEFT JOIN LATERAL (
    SELECT created_at FROM ${tables.support_messages}
    WHERE chat_id = $1 AND sequence > archiving.last_sequence AND sender_type = 'user' ORDER BY sequence LIMIT 1
  ) answer ON true
  WHERE archiving.chat_id = $1
  ORDER BY archived_at DESC LIMIT 20
`
