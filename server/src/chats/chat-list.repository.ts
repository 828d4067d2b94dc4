import { Injectable } from '@nestjs/common'
import type { SenderType, StaffRef } from '@support-chat/shared'
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
  /** The newest message that a search has found; null where it has found none, or there was no search. */
  match: { sequence: number; sender_type: SenderType; content: string } | null
}

export interface ChatListFilter {
  archived: boolean
  /** Null for both kinds. */
  unread: boolean | null
  after: ChatPosition | null
  limit: number
}

/** Chats without a message are infinitely old: they come last. Written as in the index that the list walks along. */
const AT = `coalesce(chat.last_message_at, '-infinity')`

/** Written as in the indexes that hold the unread chats and the others. */
const UNREAD = 'chat.last_user_sequence > chat.admin_viewed_sequence'
const READ = 'chat.last_user_sequence <= chat.admin_viewed_sequence'

/** Counts along a partial index that holds nothing else. Exported for the test of its query plan. */
export const COUNT_UNREAD = sql`SELECT count(*)::integer FROM ${tables.support_chats} chat WHERE chat.archived_at IS NULL AND ${UNREAD}`

const MATCH = `
  CASE WHEN matching.id IS NOT NULL THEN json_build_object(
    'sequence', matching.sequence, 'sender_type', matching.sender_type, 'content', matching.content
  ) END`

@Injectable()
export class ChatListRepository {
  /** Chats in the list's order, newest message first. */
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

  byIds(reader: Reader, ids: string[]): Promise<ChatListRow[]> {
    return query(reader, cards(sql`(SELECT * FROM ${tables.support_chats} WHERE id = ANY($1))`), [ids])
  }
}

/** Exported for the test of its query plan. */
export function chatListQuery(
  { archived, unread, after, limit }: ChatListFilter,
  search: { terms: string; frequent: Frequent } | null = null,
): { statement: Sql; params: unknown[] } {
  const params: unknown[] = [limit]
  const conditions = [`chat.archived_at IS ${archived ? 'NOT NULL' : 'NULL'}`]
  if (unread !== null) conditions.push(unread ? UNREAD : READ)
  if (after) {
    params.push(after.at, after.id)
    conditions.push(`(${AT}, chat.id) < ($2::timestamptz, $3::uuid)`)
  }
  const found = search && searchConditions(search.frequent, `$${params.push(search.terms)}`)
  const isFound = found ? sql`AND ${found.chat}` : ''
  const page = sql`(
    SELECT * FROM ${tables.support_chats} chat WHERE ${conditions.join(' AND ')} ${isFound}
    ORDER BY ${AT} DESC, id DESC LIMIT $1
  )`
  const statement = sql`${found?.with ?? ''} ${cards(page, found)} ORDER BY ${AT} DESC, chat.id DESC`
  return { statement, params }
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
    chat.archived_at IS NOT NULL AS archived, ${AT}::text AS at, ${found ? MATCH : 'NULL'} AS match
  FROM ${chats} chat
  JOIN ${tables.users} owner ON owner.id = chat.user_id
  LEFT JOIN ${tables.support_messages} newest ON newest.chat_id = chat.id AND newest.sequence = chat.last_sequence
  LEFT JOIN ${tables.users} author ON author.id = newest.sender_id
  LEFT JOIN ${tables.users} assignee ON assignee.id = chat.assignee_id
  ${found?.join ?? ''}`
}
