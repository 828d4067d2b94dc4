import { Injectable } from '@nestjs/common'
import type {
  ChatCounts,
  ChatListPage,
  ChatSort,
  SearchMatch,
  SupportChatListItem,
  TeamState,
  UnreadCount,
} from '@support-chat/shared'
import type { Reader } from '../database/transaction.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { AppError } from '../common/errors/app-error.js'
import { PresenceStore } from '../presence/presence-store.js'
import { type ChatPosition, decodeCursor, encodeCursor, type ListPart } from './chat-cursor.js'
import type { ChatListQuery } from './chat-list.query.js'
import { ChatListRepository, type ChatListRow } from './chat-list.repository.js'
import type { ChatListFilter } from './chat-page.sql.js'
import { ChatSearch } from './chat-search.js'
import { preview } from './preview.js'
import { snippet } from './search-match.js'
import { toNarrowing, toSearch } from './search-filters.js'
import type { SearchTerms } from './search-terms.js'

/** The console's list of chats. */
@Injectable()
export class ChatListService {
  /** @internal Nest makes it. */
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly list: ChatListRepository,
    private readonly presence: PresenceStore,
  ) {}

  /**
   * A page, newest message first or by who waits longest; of a search in the same order. Chats in which nobody has written
   * are only found by a search.
   * @param viewer whose views are asked for; nothing is anybody's where it is left out
   */
  async page(query: ChatListQuery, viewer: { id: string } | null = null): Promise<ChatListPage> {
    const { limit, sort } = query
    const wanted = toSearch(query)
    if (wanted === null) return { chats: [], next_cursor: null }
    const { terms, from } = wanted
    const rows = await this.rows({ ...toFilter(query, viewer?.id ?? null), from }, terms)
    const shown = rows.slice(0, limit)
    const last = shown.at(-1)
    const more = last !== undefined && rows.length > limit
    return {
      chats: await this.toItems(shown, terms),
      next_cursor: more ? encodeCursor(positionOf(last, sort)) : null,
    }
  }

  /** The cards of these chats as they are now. */
  async items(chatIds: string[]): Promise<SupportChatListItem[]> {
    return this.unitOfWork.read((reader) => this.itemsIn(reader, chatIds))
  }

  /** The same, as a transaction sees them. */
  async itemsIn(reader: Reader, chatIds: string[]): Promise<SupportChatListItem[]> {
    return this.toItems(await this.list.byIds(reader, chatIds))
  }

  /** What a chat's card says of its last message, and of who takes care of it. */
  async teamState(reader: Reader, chatId: string): Promise<TeamState> {
    const [row] = await this.list.byIds(reader, [chatId])
    if (!row) throw new Error('A chat that was just read is gone')
    return toTeamState(row)
  }

  /** Active chats that wait for staff. */
  async unreadCount(): Promise<UnreadCount> {
    return { unread_count: await this.unitOfWork.read((reader) => this.list.countUnread(reader)) }
  }

  /** How many chats the views of an account have, as far as that is told. */
  async counts(viewer: { id: string }): Promise<ChatCounts> {
    const counts = (await this.countsOf([viewer.id])).get(viewer.id)
    if (!counts) throw new Error('The views of an account were not counted')
    return counts
  }

  /** The same of several accounts, by their ids, with one statement. */
  async countsOf(viewerIds: string[]): Promise<Map<string, ChatCounts>> {
    const rows = await this.unitOfWork.read((reader) => this.list.countViews(reader, viewerIds))
    return new Map(rows.map(({ viewer_id, ...counts }) => [viewer_id, counts]))
  }

  private rows(filter: ChatListFilter, terms: SearchTerms | null): Promise<ChatListRow[]> {
    const { from, since, before, sort } = filter
    const isSearch = terms ?? from ?? since ?? before ?? sort === 'relevance'
    if (!isSearch) return this.unitOfWork.read((reader) => this.list.page(reader, filter))
    return this.unitOfWork.run(async (tx) => {
      const people = await this.list.beginSearch(tx, from ?? null)
      return this.list.search(tx, { ...filter, from: people }, terms && new ChatSearch(tx, terms.query))
    })
  }

  /** The cards of rows. */
  async toItems(rows: ChatListRow[], terms: SearchTerms | null = null): Promise<SupportChatListItem[]> {
    const online = await this.presence.filterOnline(rows.map(({ user_id }) => user_id))
    return rows.map((row) => toListItem(row, online.has(row.user_id), terms))
  }
}

/** One more than are shown tells whether there are more. @throws AppError `invalid_request` */
function toFilter(query: ChatListQuery, viewerId: string | null): ChatListFilter {
  const { archived, unread, view = null, sort, cursor, limit } = query
  const after = cursor === undefined ? null : decodeCursor(cursor)
  if (after?.part && after.part !== PARTS[sort]) {
    throw new AppError('invalid_request', 'cursor: belongs to a list that is sorted otherwise')
  }
  return { archived, unread, view, viewerId, ...toNarrowing(query), sort, after, limit: limit + 1 }
}

/** The first part of a list that is sorted so. */
const PARTS: Record<ChatSort, ListPart | null> = { newest: null, waiting: 'waiting', relevance: 'user' }

function positionOf({ id, at, waiting_at, user_found }: ChatListRow, sort: ChatSort): ChatPosition {
  if (sort === 'waiting' && waiting_at !== null) return { id, at: waiting_at, part: 'waiting' }
  return { id, at, part: user_found ? 'user' : null }
}

function toListItem(row: ChatListRow, online: boolean, terms: SearchTerms | null): SupportChatListItem {
  return {
    id: row.id,
    user_id: row.user_id,
    user_email: row.user_email,
    user_name: row.user_name,
    last_message_at: row.last_message_at?.toISOString() ?? null,
    last_message_preview: row.last_content === null ? null : preview(row.last_content),
    last_message_sender: row.last_sender,
    message_count: row.last_sequence,
    unread: row.unread,
    archived: row.archived,
    ...toTeamState(row),
    listed_at: row.listed_at?.toISOString() ?? null,
    user_online: online,
    ...(row.user_found !== null && { found_in: row.user_found ? 'user' : 'message' }),
    ...(row.match && terms ? { match: toMatch(row.match, terms) } : {}),
  }
}

function toTeamState(row: ChatListRow): TeamState {
  return {
    needs_reply: row.waiting_since !== null,
    waiting_since: row.waiting_since?.toISOString() ?? null,
    last_message_sender_name: row.last_sender_name,
    last_message_attachment: row.last_attachment,
    assignee: row.assignee,
    tags: row.tags,
    snoozed_until: row.snoozed_until?.toISOString() ?? null,
    version: row.version,
  }
}

function toMatch({ content, ...message }: NonNullable<ChatListRow['match']>, terms: SearchTerms): SearchMatch {
  return { ...snippet(content, terms), ...message }
}
