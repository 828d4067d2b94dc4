import { computed, effect, inject, Injectable, signal } from '@angular/core'
import type { ApiError, ArchiveState, SupportChatListItem } from '@support-chat/shared'
import { DEFAULT_PAGE_SIZE, POLL_INTERVAL_SECONDS, routes } from '@support-chat/shared'
import { toApiError } from '@support-chat/shared/client'
import { Attention } from '../attention/attention.js'
import { LiveConnection } from '../connection/live-connection.js'
import { appendPage, applyUpdate, type CardPage, type InboxQuery, replaceHead, withUserMessage } from './chat-cards.js'
import { fetchHead, fetchPage } from './chat-pages.js'
import { UnreadCount } from './unread-count.js'

const EMPTY: CardPage = { cards: [], nextCursor: null }
const ACTIVE: InboxQuery = { archived: false, unread: false, q: '' }

/** A card, and how much of it is out of sight, from 0 to 1. */
export interface TopInSight {
  readonly chatId: string
  readonly hidden: number
}

/** The list of chats: a tab, a filter and a search, loaded page by page and kept live. */
@Injectable()
export class Inbox {
  private readonly connection = inject(LiveConnection)
  private readonly attention = inject(Attention)
  private readonly unread = inject(UnreadCount)
  private readonly page = signal(EMPTY)
  /** Who came and went since the connection began. */
  private readonly toldOnline = signal<ReadonlyMap<string, boolean>>(new Map())
  /** What was told while pages were on their way: they may be older. */
  private told: SupportChatListItem[] = []
  private onTheirWay = 0
  /** Counts the lists asked for: an answer to an earlier one is late and dropped. */
  private asked = 0

  readonly query = signal<InboxQuery>(ACTIVE)
  /** The one that what is shown answers to: a search that is being changed shows what was found, until more is. */
  readonly listed = signal<InboxQuery>(ACTIVE)
  /** The chat that is on the screen beside the list. */
  readonly openChatId = signal<string | null>(null)
  readonly phase = signal<'loading' | 'searching' | 'ready' | 'failed'>('loading')
  readonly loadingMore = signal(false)
  readonly error = signal<ApiError | null>(null)
  /** Among unread chats one that has been read stays as long as it is open. */
  readonly cards = computed(() => {
    const { cards } = this.page()
    return this.query().unread ? cards.filter(({ id, unread }) => unread || id === this.openChatId()) : cards
  })
  readonly hasMore = computed(() => this.page().nextCursor !== null)
  /** How far down the view has drawn, in cards: so much is fetched again when something may have been missed. */
  readonly depth = signal(0)
  /** The first card in sight, for when the view comes back from elsewhere. */
  topInSight: TopInSight | null = null
  /** The newest message of a user in a chat that is not being looked at, for the live region. */
  readonly newest = signal<{ email: string } | null>(null)
  /** Active chats that wait for staff. */
  readonly unreadCount = computed(() => {
    const openChat = this.openChatId() ?? ''
    return this.unread.count() - (this.isAttended(openChat) && this.unread.waits(openChat) ? 1 : 0)
  })

  constructor() {
    this.connection.on('chat_updated', ({ chat }) => this.update(chat))
    this.connection.on('presence', ({ chat_id, side, online }) => {
      if (chat_id && side === 'user') this.toldOnline.update((told) => new Map(told).set(chat_id, online))
    })
    this.connection.on('new_user_message', ({ chat_id, user_email, message }) => {
      const card = this.find(chat_id)
      if (card) this.update(withUserMessage(card, message))
      if (!this.isAttended(chat_id)) this.newest.set({ email: user_email })
    })
    this.connection.onSync(() => this.catchUp())
    this.connection.whilePolling(POLL_INTERVAL_SECONDS * 1000, () => this.catchUp())
    effect(() => {
      // The next connection tells anew.
      if (this.connection.status() !== 'connected') this.toldOnline.set(new Map())
    })
  }

  /** Shows another list, from its top. */
  show(query: InboxQuery): void {
    const { archived, unread, q } = this.query()
    if (query.archived === archived && query.unread === unread && query.q === q && this.asked > 0) return
    this.query.set(query)
    if (query.archived !== archived || query.unread !== unread) this.page.set(EMPTY)
    void this.load()
  }

  find(chatId: string): SupportChatListItem | undefined {
    return this.page().cards.find((card) => card.id === chatId)
  }

  isOnline(chat: SupportChatListItem): boolean {
    return this.connection.status() === 'connected' && (this.toldOnline().get(chat.id) ?? chat.user_online ?? false)
  }

  /** A chat that somebody is looking at is not shown as unread in the moment before the server knows. */
  isAttended(chatId: string): boolean {
    return this.openChatId() === chatId && this.attention.here()
  }

  /** Loads what is shown again: after an error, and after a connection that was away. */
  async load(): Promise<void> {
    const turn = ++this.asked
    const [query, another] = [this.query(), this.query() !== this.listed()]
    if (this.page().cards.length === 0) this.phase.set('loading')
    else if (another) this.phase.set('searching')
    this.loadingMore.set(false)
    try {
      const goOn = () => turn === this.asked
      const depth = another ? 0 : this.depth()
      const head = await this.keepingNews(() => fetchHead(this.connection, query, depth, goOn))
      if (turn !== this.asked) return
      if (another) this.begin(query)
      this.take(another ? head : replaceHead(this.page(), head))
      this.phase.set('ready')
      this.error.set(null)
    } catch (error) {
      if (turn !== this.asked) return
      if (another) this.begin(query)
      this.error.set(toApiError(error))
      this.phase.set(this.cards().length > 0 ? 'ready' : 'failed')
    }
  }

  async loadMore(): Promise<void> {
    const cursor = this.page().nextCursor
    if (cursor === null || this.loadingMore() || this.phase() !== 'ready') return
    const turn = this.asked
    this.loadingMore.set(true)
    try {
      const next = await this.keepingNews(() =>
        fetchPage(this.connection, this.query(), { cursor, limit: DEFAULT_PAGE_SIZE }),
      )
      if (turn === this.asked) this.take(appendPage(this.page(), next))
    } catch {
      // The list stays as it is; scrolling on asks again, and so does the next connection.
    } finally {
      if (turn === this.asked) this.loadingMore.set(false)
    }
  }

  /** Files a chat away, or brings it back. @throws RequestError */
  async setArchived(chatId: string, archived: boolean): Promise<void> {
    const path = archived ? routes.adminArchive(chatId) : routes.adminUnarchive(chatId)
    const answer = await this.connection.post<ArchiveState>(path)
    const card = this.find(chatId)
    if (card) this.update({ ...card, archived: answer.archived })
  }

  /** Another list, from its top. */
  private begin(query: InboxQuery): void {
    this.page.set(EMPTY)
    this.listed.set(query)
    this.depth.set(0)
    this.topInSight = null
  }

  private catchUp(): void {
    if (this.asked > 0) void this.load()
    this.unread.ask()
  }

  private take(page: CardPage): void {
    this.page.set(page)
    this.unread.note(page.cards)
    for (const chat of this.told) this.update(chat)
  }

  private update(chat: SupportChatListItem): void {
    if (this.onTheirWay > 0 && !this.told.includes(chat)) this.told.push(chat)
    this.page.update((page) => applyUpdate(page, chat, this.query()))
    this.unread.hear(chat)
  }

  private async keepingNews<T>(work: () => Promise<T>): Promise<T> {
    if (this.onTheirWay++ === 0) this.told = []
    try {
      return await work()
    } finally {
      this.onTheirWay--
    }
  }
}
