import { sql, tables } from '../../src/database/sql.js'
import { appendMessages } from '../../src/messages/message.sql.js'

/** The product's statement without its check for what is stored already. The unique key must be dropped beside it. */
export const WITHOUT_DEDUPE = appendMessages(sql`true`)

/** What gives out sequences as a BIGSERIAL does: at once, to each transaction that asks, in whatever order they commit. */
export const FAULTY_CURSOR = 'CREATE SEQUENCE faulty_cursor'

/** In the place of the product's statement: the sequence first, some work, and the chat's row only then. */
export const WITH_CURSOR_FIRST = sql`
  WITH sent AS MATERIALIZED (
    SELECT chat_id, sender_id, id, client_id::uuid, content, nextval('faulty_cursor')::integer AS sequence
    FROM unnest($1::uuid[], $2::uuid[], $3::integer[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::uuid[], $9::uuid[])
      AS sent (chat_id, sender_id, session_version, session_id, id, client_id, content)
    WHERE ($10::integer[], $11::boolean[], $12::boolean) IS NOT NULL
  ), worked AS MATERIALIZED (
    SELECT sent.*, pg_sleep(random() * 0.05)::text FROM sent
  ), message AS (
    INSERT INTO ${tables.support_messages} (id, chat_id, sequence, client_id, sender_id, sender_type, content)
    SELECT worked.id, chat_id, sequence, client_id, sender_id, role, content
    FROM worked JOIN ${tables.users} sender ON sender.id = sender_id
    RETURNING id, chat_id, sequence, client_id, content, sender_type, read_at, created_at
  ), chat AS (
    UPDATE ${tables.support_chats} SET last_sequence = greatest(last_sequence, message.sequence)
    FROM message WHERE support_chats.id = message.chat_id
    RETURNING support_chats.id, user_id
  )
  SELECT message.*, worked.sender_id, NULL AS sender_name, owner.id AS user_id, owner.external_id, owner.email AS user_email
  FROM message JOIN worked USING (id) JOIN chat ON chat.id = message.chat_id JOIN ${tables.users} owner ON owner.id = chat.user_id
`
