import { computed, effect, inject, Injectable, signal } from '@angular/core'
import type { ApiError, ChatListPage, SupportChatListItem } from '@support-chat/shared'
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, POLL_INTERVAL_SECONDS, routes } from '@support-chat/shared'
import { RequestError } from '@support-chat/shared/client'
import { Attention } from '../attention/attention.js'
import { LiveConnection } from '../connection/live-connection.js'
import { appendPage, applyUpdate, type CardPage, type InboxQuery, withUserMessage } from './chat-cards.js'

const EMPTY: CardPage = { cards: [], nextCursor: null }
const ACTIVE: InboxQuery = { archived: false, q: '' }

/** The list of chats: a tab and a search, loaded page by page and kept live. */
@Injectable()
export class Inbox {
  private readonly connection = inject(LiveConnection)
  private readonly attention = inject(Attention)
  private readonly page = signal(EMPTY)
  private readonly unreadIds = signal<ReadonlySet<string>>(new Set())
  private readonly onlineIds = signal<ReadonlySet<string>>(new Set())
  /** What was told while a page was on its way: the page may be older. Null while none is. */
  private toldMeanwhile: SupportChatListItem[] | null = null
  /** Counts the lists asked for: an answer to an earlier one is late and dropped. */
  private asked = 0

  readonly query = signal<InboxQuery>(ACTIVE)
  /** The chat that is on the screen beside the list. */
  readonly openChatId = signal<string | null>(null)
  readonly phase = signal<'loading' | 'ready' | 'failed'>('loading')
  readonly loadingMore = signal(false)
  readonly error = signal<ApiError | null>(null)
  readonly cards = computed(() => this.page().cards)
  readonly hasMore = computed(() => this.page().nextCursor !== null)
  /** The newest message of a user in a chat that is not being looked at, for the live region. */
  readonly newest = signal<{ email: string } | null>(null)
  /** Active chats known to wait for staff. */
  readonly unreadCount = computed(() => [...this.unreadIds()].filter((id) => !this.isAttended(id)).length)

  constructor() {
    this.connection.on('chat_updated', ({ chat }) => this.update(chat))
    this.connection.on('presence', ({ chat_id, side, online }) => {
      if (chat_id && side === 'user') this.onlineIds.update((ids) => withMember(ids, chat_id, online))
    })
    this.connection.on('new_user_message', ({ chat_id, user_email, message }) => {
      const card = this.find(chat_id)
      if (card) this.update(withUserMessage(card, message))
      if (!this.isAttended(chat_id)) this.newest.set({ email: user_email })
    })
    this.connection.onSync(() => this.catchUp())
    effect((onCleanup) => {
      if (!this.connection.mustPoll()) return
      const timer = setInterval(() => this.catchUp(), POLL_INTERVAL_SECONDS * 1000)
      onCleanup(() => clearInterval(timer))
    })
    effect(() => {
      // Who is online is told from the next connection on.
      if (this.connection.status() !== 'connected') this.onlineIds.set(new Set())
    })
  }

  /** Shows another list, from its top. */
  show(query: InboxQuery): void {
    const { archived, q } = this.query()
    if (query.archived === archived && query.q === q && this.asked > 0) return
    this.query.set(query)
    this.page.set(EMPTY)
    void this.load()
  }

  find(chatId: string): SupportChatListItem | undefined {
    return this.cards().find((card) => card.id === chatId)
  }

  isOnline(chatId: string): boolean {
    return this.onlineIds().has(chatId)
  }

  /** A chat that somebody is looking at is not shown as unread in the moment before the server knows. */
  isAttended(chatId: string): boolean {
    return this.openChatId() === chatId && this.attention.here()
  }

  /** Loads what is shown again: after an error, and after a connection that was away. */
  async load(): Promise<void> {
    const turn = ++this.asked
    const loaded = this.page().cards.length
    if (loaded === 0) this.phase.set('loading')
    this.toldMeanwhile = []
    this.loadingMore.set(false)
    try {
      const limit = Math.min(MAX_PAGE_SIZE, Math.max(DEFAULT_PAGE_SIZE, loaded))
      const page = await this.fetch(this.query(), { limit })
      if (turn !== this.asked) return
      this.take(page)
      this.phase.set('ready')
      this.error.set(null)
    } catch (error) {
      if (turn !== this.asked) return
      this.error.set(error instanceof RequestError ? error.error : { code: 'internal', message: String(error) })
      this.phase.set(this.cards().length > 0 ? 'ready' : 'failed')
    }
  }

  async loadMore(): Promise<void> {
    const cursor = this.page().nextCursor
    if (cursor === null || this.loadingMore() || this.phase() !== 'ready') return
    const turn = this.asked
    this.loadingMore.set(true)
    this.toldMeanwhile = []
    try {
      const next = await this.fetch(this.query(), { cursor })
      if (turn === this.asked) this.take(appendPage(this.page(), next))
    } catch {
      // The list stays as it is; scrolling on asks again, and so does the next connection.
    } finally {
      if (turn === this.asked) this.loadingMore.set(false)
    }
  }

  private catchUp(): void {
    if (this.asked > 0) void this.load()
    // Unread chats are counted also while another list is shown.
    const { archived, q } = this.query()
    if (archived || q) void this.fetch(ACTIVE, {}).catch(() => undefined)
  }

  private take(page: CardPage): void {
    const told = this.toldMeanwhile ?? []
    this.toldMeanwhile = null
    this.page.set(page)
    for (const chat of told) this.update(chat)
  }

  private update(chat: SupportChatListItem): void {
    this.toldMeanwhile?.push(chat)
    this.page.update((page) => applyUpdate(page, chat, this.query()))
    this.noteUnread([chat])
  }

  private async fetch(query: InboxQuery, part: { limit?: number; cursor?: string }): Promise<CardPage> {
    const parameters = new URLSearchParams({ archived: String(query.archived) })
    if (query.q.trim()) parameters.set('q', query.q.trim())
    if (part.limit) parameters.set('limit', String(part.limit))
    if (part.cursor) parameters.set('cursor', part.cursor)
    const { chats, next_cursor } = await this.connection.get<ChatListPage>(`${routes.adminChats}?${parameters}`)
    this.noteUnread(chats)
    return { cards: chats, nextCursor: next_cursor }
  }

  private noteUnread(chats: readonly SupportChatListItem[]): void {
    this.unreadIds.update((ids) =>
      chats.reduce((known, chat) => withMember(known, chat.id, chat.unread && !chat.archived), ids),
    )
  }
}

function withMember(ids: ReadonlySet<string>, id: string, member: boolean): ReadonlySet<string> {
  if (ids.has(id) === member) return ids
  const next = new Set(ids)
  if (member) next.add(id)
  else next.delete(id)
  return next
}
