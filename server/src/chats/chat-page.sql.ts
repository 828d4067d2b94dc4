import type { ChatSort } from '@support-chat/shared'
import { sql, type Sql, tables } from '../database/sql.js'
import type { ChatPosition } from './chat-cursor.js'
import { type ChatFilter, conditionsOf, PLACE, WAITING } from './chat-views.sql.js'
import type { AddParam } from './search-filters.sql.js'

/** Which chats of a list, sorted how, from where on. */
export interface ChatListFilter extends ChatFilter {
  sort: ChatSort
  after: ChatPosition | null
  limit: number
}

/** Its conditions. @param isSearch see {@link conditionsOf} */
export function listConditions(filter: ChatListFilter, isSearch: boolean, add: AddParam): Sql {
  const isRanked = filter.sort === 'relevance'
  const conditions = conditionsOf(filter, isSearch || isRanked, add)
  return isRanked ? sql`${conditions} AND chat.last_message_at IS NOT NULL` : conditions
}

/** The order of the cards of a page, as {@link firstChats} has it. */
export const SHOWN: Record<ChatSort, string> = {
  newest: `${PLACE} DESC, chat.id DESC`,
  waiting: `chat.waiting_since NULLS LAST, CASE WHEN ${WAITING} THEN chat.id END, ${PLACE} DESC, chat.id DESC`,
  relevance: `user_found DESC, ${PLACE} DESC, chat.id DESC`,
}

/**
 * The first chats of a list, in its order; sorted by relevance, of one of its parts. Sorted by who waits longest, those that
 * do not wait come last, newest first.
 * @param conditions of a `chat`
 * @param limit the parameter that says how many
 */
export function firstChats(filter: ChatListFilter, conditions: Sql, limit: string, add: AddParam): Sql {
  const { sort, after, view } = filter
  const chats = sql`SELECT * FROM ${tables.support_chats} chat WHERE ${conditions}`
  const position = after ? `(${add(after.at)}::timestamptz, ${add(after.id)}::uuid)` : null
  const newest = (chats: Sql, after: string | null) => sql`(
    ${chats} ${after ? `AND (${PLACE}, chat.id) < ${after}` : ''} ORDER BY ${PLACE} DESC, id DESC LIMIT ${limit}
  )`
  if (sort !== 'waiting') return newest(chats, position)
  const others = sql`${chats} AND NOT ${WAITING}`
  if (after && !after.part) return newest(others, position)
  const waiting = sql`(
    ${chats} AND ${WAITING} ${position ? `AND (chat.waiting_since, chat.id) > ${position}` : ''}
    ORDER BY chat.waiting_since, chat.id LIMIT ${limit}
  )`
  return view === 'needs_reply' ? waiting : sql`(${waiting} UNION ALL ${newest(others, null)} LIMIT ${limit})`
}
