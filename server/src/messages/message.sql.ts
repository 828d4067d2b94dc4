import { functions, sql, tables } from '../database/sql.js'
import { isLiveAccount } from '../users/live-account.sql.js'

/**
 * Of a send that is `allowed`: its sender has not used its `client_id` in this chat. No index can serve IS NOT DISTINCT
 * FROM: were chats compared by `=`, PostgreSQL might choose an index of theirs, and read all messages of a chat.
 */
const IS_NEW = sql`
  NOT EXISTS (
    SELECT FROM ${tables.support_messages} stored
    WHERE stored.sender_id = allowed.sender_id AND stored.client_id = allowed.client_id
      AND stored.chat_id IS NOT DISTINCT FROM allowed.chat_id
  )`

/** As JSON has it: a Date that is made of a row only to be written as this costs more than all other columns. */
const isoTime = (time: string) => `to_char(${time} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** That each message was sent, and that a chat is back which a message of the user has restored. */
const RECORD_EVENTS = sql`
    INSERT INTO ${tables.events} (id, type, occurred_at, chat_id, user_id, message_id)
    SELECT event_id, 'message.created', sent_at, chat_id, user_id, id FROM appended
    UNION ALL
    SELECT restored_event_id, 'chat.unarchived', sent_at, chat_id, user_id, NULL FROM appended WHERE restores
`

/** Who waits for an answer, and who has the chat: the entity says what each column means. */
const TEAM_CHANGES = `
      snoozed_until = CASE role WHEN 'user' THEN NULL ELSE snoozed_until END,
      waiting_since = CASE
        WHEN is_answer THEN NULL
        WHEN role = 'admin' THEN waiting_since
        WHEN restores THEN sent_at
        ELSE coalesce(waiting_since, sent_at)
      END,
      assignee_id = CASE WHEN takes THEN sender_id ELSE assignee_id END,
      routed_at = CASE WHEN is_answer THEN NULL ELSE routed_at END,
      version = version + (restores OR wakes OR takes)::integer`

/**
 * Stores messages of different chats in one round trip: each sender's account and access are checked, each chat's row is
 * locked and gives out its next sequence, the messages are inserted with the events that tell of them, and what their
 * broadcasts need comes back. A message of the user that restores its chat is two events.
 *
 * A message of the user also ends a snooze, and from then on the chat waits for an answer, unless it already did. An answer
 * ends that; where nobody has the chat, the person who begins to answer has it from now on.
 *
 * No row comes back where the account or its sign-in is void, the chat is not the sender's, the message is stored already, or
 * the chat's newest message is another than the send allows: that is read from the row once it is locked, while a look at the
 * messages would see them as they were before the wait for the lock. Two
 * sends of one `client_id` by two processes at the same moment both pass that last check; the unique key refuses the
 * second, and with its transaction the sequence is given back.
 *
 * With `$12`, nor where the message does more to its chat than be in it: what else is written then needs a transaction.
 *
 * Rows are locked in the order of their ids, so that two processes with chats in common wait for each other in turn.
 * `clock_timestamp()`, not `now()`: it is read once the lock is held, so times grow as sequences do.
 * @param isNew the condition that keeps repeats out
 */
export const appendMessages = (isNew = IS_NEW) => sql`
  WITH sent AS (
    SELECT sent.*, client_id_text::uuid AS client_id
    FROM unnest($1::uuid[], $2::uuid[], $3::integer[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::uuid[], $9::uuid[], $10::integer[], $11::boolean[])
      AS sent (chat_id, sender_id, session_version, session_id, id, client_id_text, content, event_id, restored_event_id, if_last_sequence, is_answer)
  ), allowed AS (
    SELECT sent.*, actor.name, actor.role, actor.is_service FROM sent JOIN ${tables.users} actor ON actor.id = sender_id
    WHERE ${isLiveAccount('actor', 'sent.session_version', 'sent.session_id')}
  ), locked AS (
    SELECT id, archived_at IS NOT NULL AS was_archived, snoozed_until IS NOT NULL AS was_snoozed, assignee_id, waiting_since AS waited_since, last_sequence AS newest
    FROM ${tables.support_chats} WHERE id = ANY($1) ORDER BY id FOR UPDATE
  ), ready AS (
    SELECT allowed.*, newest, role = 'user' AND was_archived AS restores, role = 'user' AND was_snoozed AS wakes,
      is_answer AND NOT is_service AND assignee_id IS NULL AS takes, CASE WHEN is_answer AND NOT is_service THEN waited_since END AS answers_since, clock_timestamp() AS sent_at
    FROM allowed JOIN locked ON locked.id = chat_id
  ), appended AS (
    UPDATE ${tables.support_chats} SET
      last_sequence = last_sequence + 1,
      last_message_at = sent_at,
      last_user_sequence = CASE role WHEN 'user' THEN last_sequence + 1 ELSE last_user_sequence END,
      archived_at = CASE role WHEN 'user' THEN NULL ELSE archived_at END,
      ${TEAM_CHANGES},
      user_unread_count = user_unread_count + (role = 'admin')::integer,
      admin_unread_count = admin_unread_count + (role = 'user')::integer,
      updated_at = sent_at
    FROM ready allowed
    WHERE support_chats.id = allowed.chat_id AND (role = 'admin' OR user_id = sender_id)
      AND (if_last_sequence IS NULL OR if_last_sequence = newest)
      AND NOT ($12 AND (restores OR wakes OR takes)) AND ${isNew}
    RETURNING allowed.*, user_id, last_sequence AS sequence
  ), message AS (
    INSERT INTO ${tables.support_messages}
      (id, chat_id, sequence, client_id, client_id_text, sender_id, sender_type, content, words, answers_since, created_at, updated_at)
    SELECT id, chat_id, sequence, client_id, nullif(client_id_text, client_id::text), sender_id, role, content, ${functions.support_chat_words}(content), answers_since, sent_at, sent_at
    FROM appended
  ), event AS (${RECORD_EVENTS}  )
  SELECT appended.id, sequence, appended.role AS sender_type, appended.name AS sender_name, ${isoTime('sent_at')} AS created_at,
    owner.id AS user_id, owner.external_id, owner.email AS user_email, restores, wakes, takes
  FROM appended JOIN ${tables.users} owner ON owner.id = user_id
`

/**
 * Removes the text of a message, unless it is removed already: nothing comes back then. The transaction must have locked the
 * chat. Each removal in a chat is later than the last one by a millisecond at least, which is as far as clients tell times apart.
 */
export const REDACT = sql`
  WITH chat AS (
    UPDATE ${tables.support_chats} SET
      last_redacted_at = greatest(clock_timestamp(), last_redacted_at + interval '1 millisecond'), updated_at = clock_timestamp()
    WHERE id = $1 AND EXISTS (
      SELECT FROM ${tables.support_messages} WHERE id = $2 AND chat_id = $1 AND redacted_at IS NULL
    )
    RETURNING id, last_redacted_at AS at
  )
  UPDATE ${tables.support_messages} SET content = '', attachment_names = NULL, redacted_at = chat.at, updated_at = chat.at
  FROM chat
  WHERE support_messages.id = $2 AND chat_id = chat.id
  RETURNING sequence, redacted_at
`

/** The newest removals among the first messages of a chat. */
export const REDACTED_UP_TO = sql`
  SELECT id AS message_id, sequence, redacted_at FROM ${tables.support_messages}
  WHERE chat_id = $1 AND redacted_at IS NOT NULL AND sequence <= $2 ORDER BY redacted_at DESC LIMIT $3
`

/** Marks what the other side wrote between two sequences as read, by the clock that `created_at` comes from. */
export const MARK_READ = sql`
  WITH clock AS MATERIALIZED (
    SELECT clock_timestamp() AS at
  ), marked AS (
    UPDATE ${tables.support_messages} SET read_at = clock.at, updated_at = clock.at FROM clock
    WHERE chat_id = $1 AND sequence > $2 AND sequence <= $3 AND sender_type = $4
    RETURNING 1
  )
  SELECT at AS read_at, (SELECT count(*)::integer FROM marked) AS count FROM clock
`

/**
 * Marks the staff messages that a user's client has come to have, as far as there are any. Nothing where it had them, or
 * the user's account, of which the id and the token's version are given, is void.
 */
export const MARK_DELIVERED = sql`
  WITH chat AS MATERIALIZED (
    SELECT id, user_delivered_sequence AS known, least($2, last_sequence) AS reached, clock_timestamp() AS at
    FROM ${tables.support_chats} WHERE id = $1 AND EXISTS (
      SELECT FROM ${tables.users} account WHERE account.id = user_id AND account.id = $3 AND ${isLiveAccount('account', '$4', 'NULL')}
    ) FOR UPDATE
  ), moved AS (
    UPDATE ${tables.support_chats} SET user_delivered_sequence = reached FROM chat
    WHERE support_chats.id = chat.id AND reached > known
    RETURNING support_chats.id, known, reached, at
  ), marked AS (
    UPDATE ${tables.support_messages} SET delivered_at = moved.at FROM moved
    WHERE chat_id = moved.id AND sequence > known AND sequence <= reached AND sender_type = 'admin'
    RETURNING sequence
  )
  SELECT min(sequence) AS from_sequence, max(sequence) AS up_to_sequence FROM marked HAVING count(*) > 0
`
