import { functions, sql, type Sql, tables } from '../database/sql.js'

/** A word that more messages, or more users, have than this is frequent: see {@link searchConditions}. */
export const FREQUENT = 5_000

/**
 * Within the transaction: PostgreSQL takes reading a whole table for cheap where a word is frequent, since it does not
 * know what splitting a text into words costs; and a plan that it compiles for longer than it runs.
 */
export const SEARCH_SETTINGS = sql`SET LOCAL enable_seqscan = off; SET LOCAL jit = off`

/** Where the words are frequent. */
export interface Frequent {
  in_messages: boolean
  in_users: boolean
}

/** Written as in the index. */
export const USER_WORDS = sql`${functions.support_chat_words}(email || ' ' || coalesce(name, ''))`

/** The query that a parameter holds, folded as the words are. */
export const foundBy = (terms: string) => sql`to_tsquery('simple', ${functions.support_chat_fold}(${terms}))`

/** Takes a `tsquery` and {@link FREQUENT}, where the counting ends. */
export const COUNT_FOUND = sql`
  SELECT
    (SELECT count(*) FROM (
      SELECT FROM ${tables.support_messages} WHERE words @@ ${foundBy('$1')} LIMIT $2
    ) found) = $2 AS in_messages,
    (SELECT count(*) FROM (
      SELECT FROM ${tables.users} WHERE ${USER_WORDS} @@ ${foundBy('$1')} LIMIT $2
    ) found) = $2 AS in_users`

/** True of a `chat` whose user's name and address hold the words. */
export const isUserFoundBy = (query: Sql, isFrequent: boolean): Sql =>
  isFrequent
    ? sql`(SELECT ${USER_WORDS} @@ ${query} FROM ${tables.users} WHERE id = chat.user_id)`
    : sql`chat.user_id = ANY(ARRAY(SELECT id FROM ${tables.users} WHERE ${USER_WORDS} @@ ${query}))`

export interface SearchConditions {
  /** What stands before the query. */
  with: Sql | string
  /** True of a `chat` to be shown: for its user, or for a message. */
  chat: Sql
  user: Sql
  message: Sql
  /** Joins the newest message of a `chat` in which the words occur, as `matching`. */
  join: Sql
}

/**
 * Rare words are looked up in their index, and then the chats they lead to, as arrays, so that the planner takes each one
 * by its key. For frequent ones that would be most of the database: there the list is walked from its newest chat on, and
 * each chat is looked at until the page is full, which is soon. So neither costs much, however many chats there are.
 * @param terms the parameter that holds the `tsquery`
 * @param within a condition more of messages
 */
export function searchConditions({ in_messages, in_users }: Frequent, terms: string, within = ''): SearchConditions {
  const query = foundBy(terms)
  const messages = in_messages ? walkedMessages(query, within) : indexedMessages(query, within)
  const user = isUserFoundBy(query, in_users)
  return { ...messages, user, chat: sql`(${user} OR ${messages.message})` }
}

type MessageConditions = Pick<SearchConditions, 'with' | 'message' | 'join'>

function indexedMessages(query: Sql, within: string): MessageConditions {
  return {
    with: sql`
      WITH found AS MATERIALIZED (
        SELECT chat_id, max(sequence) AS sequence FROM ${tables.support_messages} WHERE words @@ ${query} ${within} GROUP BY chat_id
      )`,
    message: sql`chat.id = ANY(ARRAY(SELECT chat_id FROM found))`,
    join: sql`
      LEFT JOIN found ON found.chat_id = chat.id
      LEFT JOIN ${tables.support_messages} matching ON matching.chat_id = chat.id AND matching.sequence = found.sequence`,
  }
}

/** Words that are put together with none: so that their index is not asked about all messages for each chat. */
function walkedMessages(query: Sql, within: string): MessageConditions {
  const newest = sql`
    SELECT id, sequence, sender_type, sender_id, sender_name, content FROM ${tables.support_messages}
    WHERE chat_id = chat.id AND (words || ''::tsvector) @@ ${query} ${within} ORDER BY sequence DESC LIMIT 1`
  return {
    with: '',
    message: sql`(SELECT true FROM (${newest}) found)`,
    join: sql`LEFT JOIN LATERAL (${newest}) matching ON true`,
  }
}
