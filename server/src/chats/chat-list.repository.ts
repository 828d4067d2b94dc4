import { Injectable } from '@nestjs/common'
import type { ChatCounts, ChatSort, SearchMatch, SenderType, StaffRef } from '@support-chat/shared'
import { query, sql, type Sql, tables } from '../database/sql.js'
import type { Reader, Transaction } from '../database/transaction.js'
import { firstChats, listConditions, SHOWN, type ChatListFilter } from './chat-page.sql.js'
import type { ChatSearch, FoundChat } from './chat-search.js'
import { IN_USERS, type Statement } from './chat-search.sql.js'
import { COUNT_UNREAD, COUNT_VIEWS, PLACE, UNREAD } from './chat-views.sql.js'
import type { AddParam, FoundPeople } from './search-filters.sql.js'
import { FREQUENT, SEARCH_SETTINGS } from './search-words.sql.js'

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
  /** Of a message without text. */
  last_attachment: { name: string; content_type: string } | null
  assignee: StaffRef | null
  tags: string[]
  snoozed_until: Date | null
  version: number
  listed_at: Date | null
  /** Where it stands in a list, as the cursor of the next page says it. */
  at: string
  waiting_at: string | null
  /** Whether a search has found name and address, which then stand first; null where that is not asked for. */
  user_found: boolean | null
  /** The newest message that a search has found; null where it has found none, or there was no search. */
  match: (Omit<SearchMatch, 'text' | 'highlights'> & { content: string }) | null
}

const MATCH = sql`
  CASE WHEN matching.id IS NOT NULL THEN json_build_object(
    'sequence', matching.sequence, 'sender_type', matching.sender_type, 'sender_id', matching.sender_id,
    'sender_name', coalesce((SELECT name FROM ${tables.users} WHERE id = matching.sender_id), matching.sender_name),
    'content', concat_ws(' ', nullif(matching.content, ''), matching.attachment_names)
  ) END`

/** Looked for only where the newest message has no text. */
const LAST_ATTACHMENT = sql`
  CASE WHEN newest.content = '' AND newest.attachment_names IS NOT NULL THEN (
    SELECT json_build_object('name', file.name, 'content_type', file.content_type)
    FROM ${tables.support_attachments} file WHERE file.message_id = newest.id ORDER BY file.place LIMIT 1
  ) END`

/** Joins that message. */
const MATCHING = sql`
  LEFT JOIN ${tables.support_messages} matching ON matching.chat_id = chat.id AND matching.sequence = chat.found_sequence`

@Injectable()
export class ChatListRepository {
  /** Chats in the order that is asked for. */
  page(reader: Reader, filter: ChatListFilter): Promise<ChatListRow[]> {
    const { statement, params } = chatListQuery(filter)
    return query(reader, statement, params)
  }

  /** Makes a transaction one that searches, and finds out how many the people are. The first of a transaction. */
  async beginSearch(tx: Transaction, from: FoundPeople | null): Promise<FoundPeople | null> {
    await query(tx, SEARCH_SETTINGS)
    if (!from) return null
    const [{ are_many }] = await query<[{ are_many: boolean }]>(tx, IN_USERS, [from.terms, FREQUENT])
    return { ...from, isFrequent: are_many }
  }

  /** A page, with `search` only of chats that it finds. */
  async search(tx: Transaction, filter: ChatListFilter, search: ChatSearch | null): Promise<ChatListRow[]> {
    return search ? this.found(tx, filter.sort, await search.find(filter)) : this.page(tx, filter)
  }

  /** How many there are of them, as far as `filter.limit` goes. */
  countFound(tx: Transaction, filter: ChatListFilter, search: ChatSearch | null): Promise<number> {
    return search ? search.count(filter) : this.count(tx, filter)
  }

  private async count(reader: Reader, filter: ChatListFilter): Promise<number> {
    const { statement, params } = countQuery(filter)
    const [row] = await query<[{ count: number }]>(reader, statement, params)
    return row.count
  }

  /** The cards of chats that a search has found, in the order of its list. */
  private async found(reader: Reader, sort: ChatSort, found: FoundChat[]): Promise<ChatListRow[]> {
    if (found.length === 0) return []
    return query(reader, sql`${cards(FOUND, true)} ORDER BY ${SHOWN[sort]}`, [
      found.map(({ id }) => id),
      found.map(({ sequence }) => sequence),
      found.map(({ user_found }) => user_found),
    ])
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
export function chatListQuery(filter: ChatListFilter): Statement {
  const { chats, params } = chatsOf(filter)
  const sort = filter.sort === 'relevance' ? 'newest' : filter.sort
  return { statement: sql`${cards(chats)} ORDER BY ${SHOWN[sort]}`, params }
}

/** Exported for the test of its query plan. */
export function countQuery(filter: ChatListFilter): Statement {
  const { chats, params } = chatsOf(filter)
  return { statement: sql`SELECT count(*)::integer FROM ${chats} counted`, params }
}

function chatsOf(filter: ChatListFilter): { chats: Sql; params: unknown[] } {
  const params: unknown[] = [filter.limit]
  const add: AddParam = (value) => `$${params.push(value)}`
  return { chats: firstChats(filter, listConditions(filter, false, add), '$1', add), params }
}

/** The chats with the ids `$1`, and what a search has found of each in the same places of `$2` and `$3`. */
const FOUND = sql`(
  SELECT chat.*, found_sequence, user_found
  FROM unnest($1::uuid[], $2::integer[], $3::boolean[]) AS found (id, found_sequence, user_found)
  JOIN ${tables.support_chats} chat ON chat.id = found.id
)`

/** The columns of cards. What stands outside the chat's own row is joined for the chats of the page only. */
function cards(chats: Sql, areFound = false): Sql {
  return sql`
  SELECT chat.id, chat.user_id, owner.email AS user_email, owner.name AS user_name, chat.last_message_at,
    left(newest.content, 200) AS last_content, newest.sender_type AS last_sender, chat.last_sequence,
    ${UNREAD} AS unread, chat.waiting_since, chat.tags, chat.snoozed_until, chat.version,
    greatest(chat.last_message_at, chat.woke_at) AS listed_at,
    CASE WHEN author.id IS NULL THEN newest.sender_name ELSE author.name END AS last_sender_name,
    ${LAST_ATTACHMENT} AS last_attachment,
    CASE WHEN assignee.id IS NOT NULL THEN json_build_object(
      'id', assignee.id, 'name', assignee.name, 'email', assignee.email
    ) END AS assignee,
    chat.archived_at IS NOT NULL AS archived, ${PLACE}::text AS at,
    chat.waiting_since::text AS waiting_at, ${areFound ? MATCH : 'NULL'} AS match,
    ${areFound ? 'user_found' : 'NULL::boolean AS user_found'}
  FROM ${chats} chat
  JOIN ${tables.users} owner ON owner.id = chat.user_id
  LEFT JOIN ${tables.support_messages} newest ON newest.chat_id = chat.id AND newest.sequence = chat.last_sequence
  LEFT JOIN ${tables.users} author ON author.id = newest.sender_id
  LEFT JOIN ${tables.users} assignee ON assignee.id = chat.assignee_id
  ${areFound ? MATCHING : ''}`
}
