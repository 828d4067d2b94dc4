import { Injectable } from '@nestjs/common'
import {
  MAX_CHAT_MATCHES,
  SEARCH_COUNT_LIMIT,
  type ChatMatches,
  type DirectoryUser,
  type SearchResult,
  type TagList,
} from '@support-chat/shared'
import type { Principal } from '../auth/principal.js'
import { query } from '../database/sql.js'
import type { Transaction } from '../database/transaction.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { ChatAccess } from './chat-access.service.js'
import { ChatListRepository, type ChatListRow } from './chat-list.repository.js'
import { ChatListService } from './chat-list.service.js'
import type { ChatListFilter } from './chat-page.sql.js'
import { ChatSearch } from './chat-search.js'
import { toNarrowing, toSearch } from './search-filters.js'
import type { MatchesQuery, SearchQuery } from './search.query.js'
import { SEARCH_SETTINGS } from './search-words.sql.js'
import { findMatches, findPeople, LIST_TAGS } from './search.sql.js'

interface Found {
  count: number
  rows: ChatListRow[]
}

const ALL = { unread: null, view: null, viewerId: null, sort: 'relevance', after: null } as const

const NOTHING: SearchResult = {
  active: { count: 0, chats: [] },
  archived: { count: 0, chats: [] },
  people: { count: 0, users: [] },
}

/** The search of the console: over all chats and all people, and within one chat. */
@Injectable()
export class SearchService {
  /** @internal Nest makes it. */
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly access: ChatAccess,
    private readonly list: ChatListRepository,
    private readonly cards: ChatListService,
  ) {}

  /** The first of each group, by relevance, with how many there are. Without anything to look for, nothing. */
  async search(filters: SearchQuery): Promise<SearchResult> {
    const { limit } = filters
    const wanted = toSearch(filters)
    const narrowing = toNarrowing(filters)
    const isNarrowed = Object.values(narrowing).some((value) => value !== null)
    if (wanted === null || (!wanted.terms && !wanted.from && !isNarrowed)) return NOTHING
    const { terms, from } = wanted
    const everyWord = [terms?.query, from?.terms].filter((one) => one !== undefined)
    const found = await this.unitOfWork.run(async (tx) => {
      const chats = { ...ALL, ...narrowing, from: await this.list.beginSearch(tx, from), limit }
      const search = terms && new ChatSearch(tx, terms.query)
      return {
        active: await this.group(tx, { ...chats, archived: false }, search),
        archived: await this.group(tx, { ...chats, archived: true }, search),
        // Who has not written has no tag, nobody who takes care of them, and no time.
        people: isNarrowed || everyWord.length === 0 ? [] : await this.people(tx, everyWord),
      }
    })
    return {
      active: { count: found.active.count, chats: await this.cards.toItems(found.active.rows, terms) },
      archived: { count: found.archived.count, chats: await this.cards.toItems(found.archived.rows, terms) },
      people: { count: found.people.length, users: found.people.slice(0, limit) },
    }
  }

  /**
   * The messages of a chat that the same words find.
   * @throws AppError `not_found`
   */
  async matches(principal: Principal, chatId: string, { q, after, before }: MatchesQuery): Promise<ChatMatches> {
    const terms = toSearch({ q })?.terms
    const sequences = await this.unitOfWork.read(async (reader) => {
      await this.access.find(reader, principal, chatId)
      if (!terms) return []
      const { statement, params } = findMatches(chatId, terms.query, { since: after ?? null, before: before ?? null })
      const rows = await query<{ sequence: number }[]>(reader, statement, params)
      return rows.map(({ sequence }) => sequence)
    })
    return { sequences: sequences.slice(0, MAX_CHAT_MATCHES), has_more: sequences.length > MAX_CHAT_MATCHES }
  }

  async tags(): Promise<TagList> {
    const rows = await this.unitOfWork.run(async (tx) => {
      await query(tx, SEARCH_SETTINGS)
      return query<{ tag: string }[]>(tx, LIST_TAGS)
    })
    return { tags: rows.map(({ tag }) => tag) }
  }

  private async group(tx: Transaction, filter: ChatListFilter, search: ChatSearch | null): Promise<Found> {
    const { limit } = filter
    const rows = await this.list.search(tx, { ...filter, limit: limit + 1 }, search)
    if (rows.length <= limit) return { rows, count: Math.min(rows.length, SEARCH_COUNT_LIMIT) }
    const count = await this.list.countFound(tx, { ...filter, limit: SEARCH_COUNT_LIMIT }, search)
    return { rows: rows.slice(0, limit), count }
  }

  private async people(tx: Transaction, words: string[]): Promise<DirectoryUser[]> {
    const { statement, params } = findPeople(words)
    return query(tx, statement, params)
  }
}
