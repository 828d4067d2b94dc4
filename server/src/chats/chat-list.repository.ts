import { Injectable } from '@nestjs/common'
import type { ChatCounts, ChatSort, SearchMatch, SenderType, StaffRef } from '@support-chat/shared'
import { query, sql, type Sql, tables } from '../database/sql.js'
import type { Reader, Transaction } from '../database/transaction.js'
import type { ChatPosition } from './chat-cursor.js'
import {
  COUNT_FOUND,
  FREQUENT,
  SEARCH_SETTINGS,
  searchConditions,
  type Frequent,
  type SearchConditions,
} from './chat-search.sql.js'
import {
  type AddParam,
  type ChatFilter,
  conditionsOf,
  COUNT_UNREAD,
  COUNT_VIEWS,
  PLACE,
  UNREAD,
  WAITING,
} from './chat-views.sql.js'

/** A chat with what its card shows. */
export interface ChatListRow {
  id: string
  user_id: string
  user_email: string
  user_name: string | null
  last_message_at: Date | null
  last_content: string | null
  last_sender: SenderType | null
  last_sequence: number
  unread: boolean
  archived: boolean
  waiting_since: Date | null
  last_sender_name: string | null
  assignee: StaffRef | null
  tags: string[]
  snoozed_until: Date | null
  version: number
  listed_at: Date | null
  /** See {@link ChatPosition}. */
  at: string
  waiting_at: string | null
  /** The newest message that a search has found; null where it has found none, or there was no search. */
  match: (Omit<SearchMatch, 'text' | 'highlights'> & { content: string }) | null
}

export interface ChatListFilter extends ChatFilter {
  sort: ChatSort
  after: ChatPosition | null
  limit: number
}

const MATCH = sql`
  CASE WHEN matching.id IS NOT NULL THEN json_build_object(
    'sequence', matching.sequence, 'sender_type', matching.sender_type, 'sender_id', matching.sender_id,
    'sender_name', coalesce((SELECT name FROM ${tables.users} WHERE id = matching.sender_id), matching.sender_name),
    'content', matching.content
  ) END`

@Injectable()
export class ChatListRepository {
  /** Chats in the order that is asked for. */
  page(reader: Reader, filter: ChatListFilter): Promise<ChatListRow[]> {
    const { statement, params } = chatListQuery(filter)
    return query(reader, statement, params)
  }

  /**
   * Of these only chats where the words occur, in a message or in the user's address and name.
   * @param terms a `tsquery`
   */
  async search(tx: Transaction, filter: ChatListFilter, terms: string): Promise<ChatListRow[]> {
    await query(tx, SEARCH_SETTINGS)
    const [frequent] = await query<[Frequent]>(tx, COUNT_FOUND, [terms, FREQUENT])
    const { statement, params } = chatListQuery(filter, { terms, frequent })
    return query(tx, statement, params)
  }

  async countUnread(reader: Reader): Promise<number> {
    const [row] = await query<[{ count: number }]>(reader, COUNT_UNREAD)
    return row.count
  }

  /** For each of these accounts. */
  countViews(reader: Reader, viewerIds: string[]): Promise<(ChatCounts & { viewer_id: string })[]> {
    return query(reader, COUNT_VIEWS, [viewerIds])
  }

  byIds(reader: Reader, ids: string[]): Promise<ChatListRow[]> {
    return query(reader, cards(sql`(SELECT * FROM ${tables.support_chats} WHERE id = ANY($1))`), [ids])
  }
}

/** Exported for the test of its query plan. */
export function chatListQuery(
  filter: ChatListFilter,
  search: { terms: string; frequent: Frequent } | null = null,
): { statement: Sql; params: unknown[] } {
  const params: unknown[] = [filter.limit]
  const add = (value: unknown) => `$${params.push(value)}`
  const conditions = conditionsOf(filter, search !== null, add)
  const found = search && searchConditions(search.frequent, add(search.terms))
  const page = pageOf(filter, found ? sql`${conditions} AND ${found.chat}` : conditions, add)
  const statement = sql`${found?.with ?? ''} ${cards(page, found)} ORDER BY ${SHOWN[filter.sort]}`
  return { statement, params }
}

/** The order of the cards of a page, as the page has it. */
const SHOWN: Record<ChatSort, string> = {
  newest: `${PLACE} DESC, chat.id DESC`,
  waiting: `chat.waiting_since NULLS LAST, CASE WHEN ${WAITING} THEN chat.id END, ${PLACE} DESC, chat.id DESC`,
}

/** The chats of a page. Sorted by who waits longest, those that do not wait come last, newest first. */
function pageOf({ sort, after, view }: ChatListFilter, conditions: Sql, add: AddParam): Sql {
  const chats = sql`SELECT * FROM ${tables.support_chats} chat WHERE ${conditions}`
  const position = after ? `(${add(after.at)}::timestamptz, ${add(after.id)}::uuid)` : null
  const newest = (chats: Sql, after: string | null) => sql`(
    ${chats} ${after ? `AND (${PLACE}, chat.id) < ${after}` : ''} ORDER BY ${PLACE} DESC, id DESC LIMIT $1
  )`
  if (sort === 'newest') return newest(chats, position)
  const others = sql`${chats} AND NOT ${WAITING}`
  if (after && !after.isWaiting) return newest(others, position)
  const waiting = sql`(
    ${chats} AND ${WAITING} ${position ? `AND (chat.waiting_since, chat.id) > ${position}` : ''}
    ORDER BY chat.waiting_since, chat.id LIMIT $1
  )`
  return view === 'needs_reply' ? waiting : sql`(${waiting} UNION ALL ${newest(others, null)} LIMIT $1)`
}

/** The columns of cards. What stands outside the chat's own row is joined for the chats of the page only. */
function cards(chats: Sql, found: SearchConditions | null = null): Sql {
  return sql`
  SELECT chat.id, chat.user_id, owner.email AS user_email, owner.name AS user_name, chat.last_message_at,
    left(newest.content, 200) AS last_content, newest.sender_type AS last_sender, chat.last_sequence,
    ${UNREAD} AS unread, chat.waiting_since, chat.tags, chat.snoozed_until, chat.version,
    greatest(chat.last_message_at, chat.woke_at) AS listed_at,
    CASE WHEN author.id IS NULL THEN newest.sender_name ELSE author.name END AS last_sender_name,
    CASE WHEN assignee.id IS NOT NULL THEN json_build_object(
      'id', assignee.id, 'name', assignee.name, 'email', assignee.email
    ) END AS assignee,
    chat.archived_at IS NOT NULL AS archived, ${PLACE}::text AS at,
    chat.waiting_since::text AS waiting_at, ${found ? MATCH : 'NULL'} AS match
  FROM ${chats} chat
  JOIN ${tables.users} owner ON owner.id = chat.user_id
  LEFT JOIN ${tables.support_messages} newest ON newest.chat_id = chat.id AND newest.sequence = chat.last_sequence
  LEFT JOIN ${tables.users} author ON author.id = newest.sender_id
  LEFT JOIN ${tables.users} assignee ON assignee.id = chat.assignee_id
  ${found?.join ?? ''}`
}
