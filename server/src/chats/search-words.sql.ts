import { functions, sql, type Sql, tables } from '../database/sql.js'

/** A word that more users have than this is frequent, in the list of users. */
export const FREQUENT = 5_000

/**
 * Within the transaction: PostgreSQL takes reading a whole table for cheap where a word is frequent, since it does not
 * know what splitting a text into words costs; and a plan that it compiles for longer than it runs. All statements of a
 * search see the same chats.
 */
export const SEARCH_SETTINGS = sql`
  SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SET LOCAL enable_seqscan = off; SET LOCAL jit = off`

/** Written as in the index. */
export const USER_WORDS = sql`${functions.support_chat_words}(email || ' ' || coalesce(name, ''))`

/** The query that a parameter holds, folded as the words are. */
export const foundBy = (terms: string) => sql`to_tsquery('simple', ${functions.support_chat_fold}(${terms}))`

/** True of a `chat` whose user's name and address hold the words. */
export const isUserFoundBy = (query: Sql, isFrequent: boolean): Sql =>
  isFrequent
    ? sql`(SELECT coalesce(words, ${USER_WORDS}) @@ ${query} FROM ${tables.users} WHERE id = chat.user_id)`
    : sql`chat.user_id = ANY(ARRAY(SELECT id FROM ${tables.users} WHERE ${USER_WORDS} @@ ${query}))`

/** The same of one chat after the other, where an index of chats is of no use. */
export const isUserAmongFound = (query: Sql, isFrequent: boolean): Sql =>
  isFrequent
    ? isUserFoundBy(query, true)
    : sql`chat.user_id IN (SELECT id FROM ${tables.users} WHERE ${USER_WORDS} @@ ${query})`
