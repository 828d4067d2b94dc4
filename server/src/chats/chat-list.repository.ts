import { Injectable } from '@nestjs/common'
import type { SenderType } from '@support-chat/shared'
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
export const COUNT_UNREAD = `SELECT count(*)::integer FROM support_chats chat WHERE chat.archived_at IS NULL AND ${UNREAD}`

const MATCH = `
  CASE WHEN matching.id IS NOT NULL THEN json_build_object(
    'sequence', matching.sequence, 'sender_type', matching.sender_type, 'content', matching.content
  ) END`

@Injectable()
export class ChatListRepository {
  /** Chats in the list's order, newest message first. */
  page(reader: Reader, filter: ChatListFilter): Promise<ChatListRow[]> {
    const { text, params } = chatListQuery(filter)
    return reader.manager.query(text, params)
  }

  /**
   * Of these only chats where the words occur, in a message or in the user's address and name.
   * @param query a `tsquery`
   */
  async search({ manager }: Transaction, filter: ChatListFilter, query: string): Promise<ChatListRow[]> {
    await manager.query(SEARCH_SETTINGS)
    const [frequent] = await manager.query<[Frequent]>(COUNT_FOUND, [query, FREQUENT])
    const { text, params } = chatListQuery(filter, { query, frequent })
    return manager.query(text, params)
  }

  async countUnread(reader: Reader): Promise<number> {
    const [row] = await reader.manager.query<[{ count: number }]>(COUNT_UNREAD)
    return row.count
  }

  byIds(reader: Reader, ids: string[]): Promise<ChatListRow[]> {
    return reader.manager.query(cards('(SELECT * FROM support_chats WHERE id = ANY($1))'), [ids])
  }
}

/** Exported for the test of its query plan. */
export function chatListQuery(
  { archived, unread, after, limit }: ChatListFilter,
  search: { query: string; frequent: Frequent } | null = null,
): { text: string; params: unknown[] } {
  const params: unknown[] = [limit]
  const conditions = [`chat.archived_at IS ${archived ? 'NOT NULL' : 'NULL'}`]
  if (unread !== null) conditions.push(unread ? UNREAD : READ)
  if (after) {
    params.push(after.at, after.id)
    conditions.push(`(${AT}, chat.id) < ($2::timestamptz, $3::uuid)`)
  }
  const found = search && searchConditions(search.frequent, `$${params.push(search.query)}`)
  if (found) conditions.push(found.chat)
  const page = `(SELECT * FROM support_chats chat WHERE ${conditions.join(' AND ')} ORDER BY ${AT} DESC, id DESC LIMIT $1)`
  return { text: `${found?.with ?? ''} ${cards(page, found)} ORDER BY ${AT} DESC, chat.id DESC`, params }
}

/** The columns of cards. What stands outside the chat's own row is joined for the chats of the page only. */
function cards(chats: string, found: SearchConditions | null = null): string {
  return `
  SELECT chat.id, chat.user_id, owner.email AS user_email, owner.name AS user_name, chat.last_message_at,
    left(newest.content, 200) AS last_content, newest.sender_type AS last_sender, chat.last_sequence,
    ${UNREAD} AS unread,
    chat.archived_at IS NOT NULL AS archived, ${AT}::text AS at, ${found ? MATCH : 'NULL'} AS match
  FROM ${chats} chat
  JOIN users owner ON owner.id = chat.user_id
  LEFT JOIN support_messages newest ON newest.chat_id = chat.id AND newest.sequence = chat.last_sequence
  ${found?.join ?? ''}`
}
