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
import { type ChatFilter, conditionsOf, COUNT_UNREAD, COUNT_VIEWS, PLACE, UNREAD, WAITING } from './chat-views.sql.js'
import { type AddParam, ARE_FREQUENT, type FoundPeople, writtenIn } from './search-filters.sql.js'

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
  /** Whether a search has found name and address, which then stand first; null where that is not asked for. */
  user_found: boolean | null
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
   * Makes a transaction one that searches, and finds out which of the words are frequent.
   * @param terms a `tsquery`; null where only the filter says what is looked for
   */
  async beginSearch(
    tx: Transaction,
    from: FoundPeople | null,
    terms: string | null,
  ): Promise<{ from: FoundPeople | null; words: SearchedWords | null }> {
    await query(tx, SEARCH_SETTINGS)
    const isFrequent = async (terms: string) =>
      (await query<[{ frequent: boolean }]>(tx, ARE_FREQUENT, [terms]))[0].frequent
    return {
      from: from && { ...from, isFrequent: await isFrequent(from.terms) },
      words:
        terms === null ? null : { terms, frequent: (await query<[Frequent]>(tx, COUNT_FOUND, [terms, FREQUENT]))[0] },
    }
  }

  /** The page, with `words` only of chats where they occur, in a message or in the user's address and name. */
  search(tx: Transaction, filter: ChatListFilter, words: SearchedWords | null): Promise<ChatListRow[]> {
    const { statement, params } = chatListQuery(filter, words)
    return query(tx, statement, params)
  }

  /** How many there are of them, as far as `limit` goes. */
  async countFound(tx: Transaction, filter: ChatListFilter, words: SearchedWords | null): Promise<number> {
    const { statement, params } = countFoundQuery(filter, words)
    const [row] = await query<[{ count: number }]>(tx, statement, params)
    return row.count
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

/** What is searched for. */
export interface SearchedWords {
  /** A `tsquery`. */
  terms: string
  frequent: Frequent
}

/** Exported for the test of its query plan. */
export function chatListQuery(filter: ChatListFilter, search: SearchedWords | null = null): Statement {
  const { found, conditions, params, add } = conditionsFor(filter, search)
  const sort = filter.sort === 'relevance' && !found ? 'newest' : filter.sort
  const page = pageOf({ ...filter, sort }, conditions, found, add)
  const isRanked = sort === 'relevance'
  const statement = sql`${found?.with ?? ''} ${cards(page, found, isRanked)} ORDER BY ${SHOWN[sort]}`
  return { statement, params }
}

/** Exported for the test of its query plan. */
export function countFoundQuery(filter: ChatListFilter, search: SearchedWords | null): Statement {
  const { found, conditions, params } = conditionsFor(filter, search)
  const statement = sql`
    ${found?.with ?? ''} SELECT count(*)::integer FROM (
      SELECT FROM ${tables.support_chats} chat WHERE ${conditions} ${found ? sql`AND ${found.chat}` : ''}
      ORDER BY ${PLACE} DESC, id DESC LIMIT $1
    ) counted`
  return { statement, params }
}

interface Statement {
  statement: Sql
  params: unknown[]
}

function conditionsFor(filter: ChatListFilter, search: SearchedWords | null) {
  const params: unknown[] = [filter.limit]
  const add: AddParam = (value) => `$${params.push(value)}`
  const isSearch = search !== null || filter.sort === 'relevance'
  const listed = filter.sort === 'relevance' ? 'AND chat.last_message_at IS NOT NULL' : ''
  const conditions = sql`${conditionsOf(filter, isSearch, add)} ${listed}`
  const found = search && searchConditions(search.frequent, add(search.terms), writtenIn(filter, add))
  return { found, conditions, params, add }
}

/** The order of the cards of a page, as the page has it. */
const SHOWN: Record<ChatSort, string> = {
  newest: `${PLACE} DESC, chat.id DESC`,
  waiting: `chat.waiting_since NULLS LAST, CASE WHEN ${WAITING} THEN chat.id END, ${PLACE} DESC, chat.id DESC`,
  relevance: `user_found DESC, ${PLACE} DESC, chat.id DESC`,
}

/**
 * The chats of a page. Sorted by who waits longest, those that do not wait come last, newest first; of a search, those of
 * which only a message is found.
 */
function pageOf(filter: ChatListFilter, listed: Sql, found: SearchConditions | null, add: AddParam): Sql {
  const { sort, after, view } = filter
  const chats = sql`SELECT * FROM ${tables.support_chats} chat WHERE ${listed}`
  const position = after ? `(${add(after.at)}::timestamptz, ${add(after.id)}::uuid)` : null
  const newest = (chats: Sql, after: string | null) => sql`(
    ${chats} ${after ? `AND (${PLACE}, chat.id) < ${after}` : ''} ORDER BY ${PLACE} DESC, id DESC LIMIT $1
  )`
  if (sort === 'relevance' && found) {
    const others = sql`${chats} AND ${found.message} AND NOT ${found.user}`
    if (after && !after.part) return newest(others, position)
    return sql`(${newest(sql`${chats} AND ${found.user}`, position)} UNION ALL ${newest(others, null)} LIMIT $1)`
  }
  const matching = found ? sql`${chats} AND ${found.chat}` : chats
  if (sort !== 'waiting') return newest(matching, position)
  const others = sql`${matching} AND NOT ${WAITING}`
  if (after && !after.part) return newest(others, position)
  const waiting = sql`(
    ${matching} AND ${WAITING} ${position ? `AND (chat.waiting_since, chat.id) > ${position}` : ''}
    ORDER BY chat.waiting_since, chat.id LIMIT $1
  )`
  return view === 'needs_reply' ? waiting : sql`(${waiting} UNION ALL ${newest(others, null)} LIMIT $1)`
}

/** The columns of cards. What stands outside the chat's own row is joined for the chats of the page only. */
function cards(chats: Sql, found: SearchConditions | null = null, isRanked = false): Sql {
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
    chat.waiting_since::text AS waiting_at, ${found ? MATCH : 'NULL'} AS match,
    ${found && isRanked ? found.user : 'NULL::boolean'} AS user_found
  FROM ${chats} chat
  JOIN ${tables.users} owner ON owner.id = chat.user_id
  LEFT JOIN ${tables.support_messages} newest ON newest.chat_id = chat.id AND newest.sequence = chat.last_sequence
  LEFT JOIN ${tables.users} author ON author.id = newest.sender_id
  LEFT JOIN ${tables.users} assignee ON assignee.id = chat.assignee_id
  ${found?.join ?? ''}`
}
