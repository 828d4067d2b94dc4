import { MAX_CHAT_MATCHES, SEARCH_COUNT_LIMIT } from '@support-chat/shared'
import { sql, type Sql, tables } from '../database/sql.js'
import { foundBy, FREQUENT, USER_WORDS } from './search-words.sql.js'
import { type AddParam, writtenIn, type WrittenIn } from './search-filters.sql.js'

/** Tagged chats that are looked at for the tags there are, and tags that are told. */
const TAGGED = 5_000
const TAGS = 200

/**
 * People with whom nobody has written, newest first, as many as are counted. Where very many have the words, they are
 * looked for among {@link FREQUENT} of those: by such words nobody looks for one of them.
 * @param terms of a `tsquery` each, all of which must find them
 */
export function findPeople(terms: string[]): { statement: Sql; params: unknown[] } {
  const found = terms.map((_, index) => sql`${USER_WORDS} @@ ${foundBy(`$${index + 1}`)}`)
  const everyone = found.reduce((all, one) => sql`${all} AND ${one}`, sql`role = 'user'`)
  const statement = sql`
    SELECT account.id, account.external_id, account.email, account.name, chat.id AS chat_id
    FROM (SELECT * FROM ${tables.users} WHERE ${everyone} LIMIT ${FREQUENT}) account
    LEFT JOIN ${tables.support_chats} chat ON chat.user_id = account.id
    WHERE chat.last_message_at IS NULL ORDER BY account.id DESC LIMIT ${SEARCH_COUNT_LIMIT}`
  return { statement, params: terms }
}

/** The messages of a chat in which the words occur, newest first, one more than are told. */
export function findMatches(chatId: string, terms: string, time: WrittenIn): { statement: Sql; params: unknown[] } {
  const params: unknown[] = []
  const add: AddParam = (value) => `$${params.push(value)}`
  // With IS TRUE, the words' index is not asked about the messages of all chats.
  const statement = sql`
    SELECT sequence FROM ${tables.support_messages}
    WHERE chat_id = ${add(chatId)} AND (words @@ ${foundBy(add(terms))}) IS TRUE ${writtenIn(time, add)}
    ORDER BY sequence DESC LIMIT ${MAX_CHAT_MATCHES + 1}`
  return { statement, params }
}

/** Most used first, of so many tagged chats; which ones is left to their index, which `@>` has gone through. */
export const LIST_TAGS = sql`
  SELECT tag FROM (
    SELECT unnest(tags) AS tag FROM (SELECT tags FROM ${tables.support_chats} WHERE tags <> '{}' AND tags @> '{}' LIMIT ${TAGGED}) tagged
  ) used
  GROUP BY tag ORDER BY count(*) DESC, tag LIMIT ${TAGS}`
