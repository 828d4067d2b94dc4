import { sql, type Sql, tables } from '../database/sql.js'
import { all } from './chat-views.sql.js'
import { firstChats, listConditions, type ChatListFilter } from './chat-page.sql.js'
import { type AddParam, hasWritten, writtenIn } from './search-filters.sql.js'
import { foundBy, isUserAmongFound, isUserFoundBy, USER_WORDS } from './search-words.sql.js'

/** Takes a `tsquery`, and where counting ends: whether as many messages, or users, are found by it. */
export const IN_MESSAGES = hasMany(sql`FROM ${tables.support_messages} WHERE words @@ ${foundBy('$1')}`)
export const IN_USERS = hasMany(sql`FROM ${tables.users} WHERE ${USER_WORDS} @@ ${foundBy('$1')}`)

function hasMany(rows: Sql): Sql {
  return sql`SELECT (SELECT count(*) FROM (SELECT ${rows} LIMIT $2) found) = $2 AS are_many`
}

/** In which chats the words are looked for: of users with them, of others, or of all. */
export type Part = 'user' | 'message' | 'any'

export interface Statement {
  statement: Sql
  params: unknown[]
}

export interface Words {
  /** A `tsquery`. */
  terms: string
  part: Part
  /** Whether so many users have the words that each chat is asked for its own, rather than their index. */
  inUsers: boolean
}

/** How far a walk goes. */
export interface Reach {
  chats: number
  /** Of these chats: some have very many. */
  messages: number
}

/**
 * Looks words up in their indexes, and then the chats they lead to, as arrays, so that the planner takes each one by its key.
 * @returns a statement for the `id` of each chat of a page and the `sequence` of its newest message with the words, if one has them
 */
export function lookUp(filter: ChatListFilter, { terms, part, inUsers }: Words): Statement {
  const { params, add, query, within, conditions } = begin(filter, terms)
  const user = isUserFoundBy(query, inUsers)
  const message = sql`chat.id = ANY(ARRAY(SELECT chat_id FROM found))`
  const found = {
    user,
    message: sql`${message} AND NOT ${isUserAmongFound(query, inUsers)}`,
    any: sql`(${user} OR ${message})`,
  }[part]
  const chats = firstChats(filter, sql`${conditions} AND ${found}`, '$1', add)
  if (part === 'user') {
    return { statement: sql`SELECT chat.id, sequence FROM ${chats} chat ${newestOf(query, within)}`, params }
  }
  const statement = sql`
    WITH found AS MATERIALIZED (
      SELECT chat_id, max(sequence) AS sequence FROM ${tables.support_messages} WHERE words @@ ${query} ${within} GROUP BY chat_id
    )
    SELECT chat.id, sequence FROM ${chats} chat LEFT JOIN found ON found.chat_id = chat.id`
  return { statement, params }
}

/**
 * Looks at the first chats of a list, one after the other, until the page is full.
 * @returns a statement for what {@link lookUp} finds, and, where the page is not full and the list goes on, a row of nulls
 */
export function walk(filter: ChatListFilter, { terms, part, inUsers }: Words, reach: Reach): Statement {
  // The time is asked of chats in reach alone: no index knows the first message of each.
  const { params, add, query, within, conditions } = begin(filter, terms, { ...filter, before: null })
  const inTime = all(hasWritten(filter, add))
  const user = isUserAmongFound(query, inUsers)
  const found = {
    user,
    message: sql`matching.sequence IS NOT NULL AND NOT ${user}`,
    any: sql`(matching.sequence IS NOT NULL OR ${user})`,
  }[part]
  const chats = chatsInReach(firstChats(filter, conditions, add(reach.chats + 1), add), reach, add)
  const statement = sql`
    (
      SELECT chat.id, sequence FROM ${chats} chat ${newestOf(query, within)}
      WHERE NOT is_beyond AND ${inTime} AND ${found} LIMIT $1
    )
    UNION ALL (SELECT NULL, NULL FROM ${chats} chat WHERE is_beyond LIMIT 1)
    LIMIT $1`
  return { statement, params }
}

function begin(filter: ChatListFilter, terms: string, listed = filter) {
  const params: unknown[] = [filter.limit]
  const add: AddParam = (value) => `$${params.push(value)}`
  const query = foundBy(add(terms))
  return { params, add, query, within: writtenIn(filter, add), conditions: listConditions(listed, true, add) }
}

/** Joins the newest message with the words. With IS TRUE, their index is not asked about all messages for each chat. */
function newestOf(query: Sql, within: string): Sql {
  return sql`LEFT JOIN LATERAL (
    SELECT sequence FROM ${tables.support_messages}
    WHERE chat_id = chat.id AND (words @@ ${query}) IS TRUE ${within} ORDER BY sequence DESC LIMIT 1
  ) matching ON true`
}

/** Tells which of these chats `is_beyond` the reach of a walk. */
function chatsInReach(chats: Sql, reach: Reach, add: AddParam): Sql {
  return sql`(
    SELECT *, row_number() OVER walked > ${add(reach.chats)}::bigint
      OR sum(last_sequence) OVER walked - last_sequence > ${add(reach.messages)}::bigint AS is_beyond
    FROM ${chats} chat WINDOW walked AS (ROWS UNBOUNDED PRECEDING)
  )`
}
