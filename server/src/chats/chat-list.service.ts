import { Injectable } from '@nestjs/common'
import type { ChatListPage, SearchMatch, SupportChatListItem, TeamState, UnreadCount } from '@support-chat/shared'
import type { Reader } from '../database/transaction.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { PresenceStore } from '../presence/presence-store.js'
import { decodeCursor, encodeCursor } from './chat-cursor.js'
import type { ChatListQuery } from './chat-list.query.js'
import { ChatListRepository, type ChatListFilter, type ChatListRow } from './chat-list.repository.js'
import { preview } from './preview.js'
import { snippet } from './search-match.js'
import { searchTerms, type SearchTerms } from './search-terms.js'

/** The console's list of chats. */
@Injectable()
export class ChatListService {
  /** @internal Nest makes it. */
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly list: ChatListRepository,
    private readonly presence: PresenceStore,
  ) {}

  /** A page in the order of the newest message, also of a search; chats in which nobody has written yet come last. */
  async page({ archived, unread, q, cursor, limit }: ChatListQuery): Promise<ChatListPage> {
    const terms = q ? searchTerms(q) : null
    if (q && terms === null) return { chats: [], next_cursor: null }
    const after = cursor === undefined ? null : decodeCursor(cursor)
    const rows = await this.rows({ archived, unread, after, limit: limit + 1 }, terms)
    const shown = rows.slice(0, limit)
    const last = shown.at(-1)
    const more = last !== undefined && rows.length > limit
    return { chats: await this.toItems(shown, terms), next_cursor: more ? encodeCursor(last) : null }
  }

  /** The cards of these chats as they are now. */
  async items(chatIds: string[]): Promise<SupportChatListItem[]> {
    const rows = await this.unitOfWork.read((reader) => this.list.byIds(reader, chatIds))
    return this.toItems(rows)
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

  private rows(filter: ChatListFilter, terms: SearchTerms | null): Promise<ChatListRow[]> {
    return terms
      ? this.unitOfWork.run((tx) => this.list.search(tx, filter, terms.query))
      : this.unitOfWork.read((reader) => this.list.page(reader, filter))
  }

  private async toItems(rows: ChatListRow[], terms: SearchTerms | null = null): Promise<SupportChatListItem[]> {
    const online = await this.presence.filterOnline(rows.map(({ user_id }) => user_id))
    return rows.map((row) => toListItem(row, online.has(row.user_id), terms))
  }
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
    ...(row.match && terms ? { match: toMatch(row.match, terms) } : {}),
  }
}

function toTeamState(row: ChatListRow): TeamState {
  return {
    needs_reply: row.waiting_since !== null,
    waiting_since: row.waiting_since?.toISOString() ?? null,
    last_message_sender_name: row.last_sender_name,
    last_message_attachment: null,
    assignee: row.assignee,
    tags: row.tags,
    snoozed_until: row.snoozed_until?.toISOString() ?? null,
    version: row.version,
  }
}

function toMatch(
  { sequence, sender_type, content }: NonNullable<ChatListRow['match']>,
  terms: SearchTerms,
): SearchMatch {
  return { ...snippet(content, terms), sequence, sender_type }
}
