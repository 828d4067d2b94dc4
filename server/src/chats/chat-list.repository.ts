import { Injectable } from '@nestjs/common'
import type { SenderType } from '@support-chat/shared'
import type { Reader } from '../database/unit-of-work.js'
import type { ChatPosition } from './chat-cursor.js'

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
}

export interface ChatListFilter {
  archived: boolean
  /** Null for both kinds. */
  unread: boolean | null
  /** A `tsquery`; null for all. */
  terms: string | null
  after: ChatPosition | null
  limit: number
}

/** Chats without a message are infinitely old: they come last. Written as in the index that the list walks along. */
const AT = `coalesce(chat.last_message_at, '-infinity')`

/** Written as in the indexes that hold the unread chats and the others. */
const UNREAD = 'chat.last_user_sequence > chat.admin_viewed_sequence'
const READ = 'chat.last_user_sequence <= chat.admin_viewed_sequence'

/** Counts along an index that holds nothing else. Open for the test that reads its plan. */
export const COUNT_UNREAD = `SELECT count(*)::integer FROM support_chats chat WHERE chat.archived_at IS NULL AND ${UNREAD}`

const SELECT = `
  SELECT chat.id, chat.user_id, owner.email AS user_email, owner.name AS user_name, chat.last_message_at,
    left(newest.content, 200) AS last_content, newest.sender_type AS last_sender, chat.last_sequence,
    ${UNREAD} AS unread,
    chat.archived_at IS NOT NULL AS archived, ${AT}::text AS at
  FROM support_chats chat
  JOIN users owner ON owner.id = chat.user_id
  LEFT JOIN support_messages newest ON newest.chat_id = chat.id AND newest.sequence = chat.last_sequence`

/**
 * Chats where the words occur in a message, or in the user's address and name. Arrays, so that the planner looks each one
 * up by its key rather than reading all chats to see which are among them.
 */
const FOUND = `(
  chat.id = ANY(ARRAY(
    SELECT chat_id FROM support_messages WHERE support_chat_words(content) @@ to_tsquery('simple', $2)
  ))
  OR chat.user_id = ANY(ARRAY(
    SELECT id FROM users WHERE support_chat_words(email || ' ' || coalesce(name, '')) @@ to_tsquery('simple', $2)
  )))`

@Injectable()
export class ChatListRepository {
  /** Chats in the list's order, newest message first. */
  page(reader: Reader, filter: ChatListFilter): Promise<ChatListRow[]> {
    const { text, params } = chatListQuery(filter)
    return reader.manager.query(text, params)
  }

  async countUnread(reader: Reader): Promise<number> {
    const [row] = await reader.manager.query<[{ count: number }]>(COUNT_UNREAD)
    return row.count
  }

  byIds(reader: Reader, ids: string[]): Promise<ChatListRow[]> {
    return reader.manager.query(`${SELECT} WHERE chat.id = ANY($1)`, [ids])
  }
}

/** Open for the test that reads its plan. */
export function chatListQuery({ archived, unread, terms, after, limit }: ChatListFilter): {
  text: string
  params: unknown[]
} {
  const params: unknown[] = [limit]
  const conditions = [`chat.archived_at IS ${archived ? 'NOT NULL' : 'NULL'}`]
  if (unread !== null) conditions.push(unread ? UNREAD : READ)
  if (terms !== null) {
    params.push(terms)
    conditions.push(FOUND)
  }
  if (after) {
    params.push(after.at, after.id)
    conditions.push(`(${AT}, chat.id) < ($${params.length - 1}::timestamptz, $${params.length}::uuid)`)
  }
  return { text: `${SELECT} WHERE ${conditions.join(' AND ')} ORDER BY ${AT} DESC, chat.id DESC LIMIT $1`, params }
}
