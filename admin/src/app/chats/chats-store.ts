import { computed, effect, inject, Injectable, signal, untracked } from '@angular/core'
import type { ApiError, ArchiveState, SupportChatListItem } from '@support-chat/shared'
import { DEFAULT_PAGE_SIZE, POLL_INTERVAL_SECONDS, routes } from '@support-chat/shared'
import { toApiError } from '@support-chat/shared/client'
import { WindowFocus } from '../ui/window-focus.js'
import { LiveConnection } from '../connection/live-connection.js'
import { CardList } from './card-list.js'
import { type ChatQuery, isSameList, withUserMessage } from './chat-cards.js'
import { fetchHead, fetchPage } from './chat-pages.js'
import { UnreadCount } from './unread-count.js'

/** So long after a page that did not come the list counts as still loading; the next connection ends that. */
const RETRY_MS = 5_000

const ACTIVE: ChatQuery = { archived: false, unread: false, q: '' }

/** The lists of chats: a tab, a filter and a search, loaded page by page and kept live. */
@Injectable()
export class ChatsStore {
  private readonly connection = inject(LiveConnection)
  private readonly windowFocus = inject(WindowFocus)
  private readonly unread = inject(UnreadCount)
  private readonly shown = signal(new CardList(ACTIVE))
  /** Those that can be gone back to: of each tab and filter the whole list, and the last search. */
  private kept: CardList[] = []
  /** Who came and went since the connection began. */
  private readonly toldOnline = signal<ReadonlyMap<string, boolean>>(new Map())
  /** What was told while pages were on their way: they may be older. */
  private told: SupportChatListItem[] = []
  private onTheirWay = 0
  /** Counts the lists asked for: an answer to an earlier one is late and dropped. */
  private asked = 0

  readonly query = signal<ChatQuery>(ACTIVE)
  /** The one on the screen: while a changed search is on its way, what the earlier one has found. */
  readonly list = this.shown.asReadonly()
  /** The chat that is on the screen beside the list. */
  readonly openChatId = signal<string | null>(null)
  readonly phase = signal<'loading' | 'searching' | 'ready' | 'failed'>('loading')
  readonly loadingMore = signal(false)
  readonly error = signal<ApiError | null>(null)
  /** Among unread chats one that has been read stays as long as it is open. */
  readonly cards = computed(() => {
    const { cards, query } = this.shown()
    return query.unread ? cards().filter(({ id, unread }) => unread || id === this.openChatId()) : cards()
  })
  readonly hasMore = computed(() => this.shown().nextCursor() !== null)
  /** Active chats that wait for staff. */
  readonly unreadCount = computed(() => {
    const openChat = this.openChatId() ?? ''
    return this.unread.count() - (this.isViewed(openChat) && this.unread.waits(openChat) ? 1 : 0)
  })

  constructor() {
    this.connection.on('chat_updated', ({ chat }) => this.update(chat))
    this.connection.on('presence', ({ chat_id, side, online }) => {
      if (chat_id && side === 'user') this.toldOnline.update((told) => new Map(told).set(chat_id, online))
    })
    this.connection.on('new_user_message', ({ chat_id, message }) => {
      const card = this.find(chat_id)
      if (card) this.update(withUserMessage(card, message))
    })
    this.connection.onSync(() => this.catchUp())
    this.connection.whilePolling(POLL_INTERVAL_SECONDS * 1000, () => this.catchUp())
    effect(() => {
      const open = this.openChatId()
      if (open) untracked(this.shown).visited.set(open)
    })
    effect(() => {
      // The next connection tells anew.
      if (this.connection.status() !== 'connected') this.toldOnline.set(new Map())
    })
  }

  /** Shows another list: as it was left where it has been shown before, else from its top. */
  show(query: ChatQuery): void {
    const before = this.query()
    if (isSameList(query, before) && this.asked > 0) return
    this.query.set(query)
    const kept = this.kept.find((list) => isSameList(list.query, query))
    if (kept || query.archived !== before.archived || query.unread !== before.unread) {
      this.shown.set(kept ?? new CardList(query))
    }
    void this.load()
  }

  find(chatId: string): SupportChatListItem | undefined {
    return this.shown().find(chatId)
  }

  isOnline(chat: SupportChatListItem): boolean {
    return this.connection.status() === 'connected' && (this.toldOnline().get(chat.id) ?? chat.user_online ?? false)
  }

  /** A chat that somebody is looking at is not shown as unread in the moment before the server knows. */
  isViewed(chatId: string): boolean {
    return this.openChatId() === chatId && this.windowFocus.focused()
  }

  /** Loads what is shown again: after an error, and after a connection that was away. */
  async load(): Promise<void> {
    const turn = ++this.asked
    const query = this.query()
    const isOther = !isSameList(this.shown().query, query)
    const list = isOther ? new CardList(query) : this.shown()
    this.phase.set(this.phaseBefore(isOther))
    this.loadingMore.set(false)
    try {
      const goOn = () => turn === this.asked
      const head = await this.keepingNews(() => fetchHead(this.connection, query, list.depth, goOn))
      if (turn !== this.asked) return
      list.replaceHead(head)
      this.keep(list)
      this.take(list)
      this.phase.set('ready')
      this.error.set(null)
    } catch (error) {
      if (turn !== this.asked) return
      this.shown.set(list)
      this.error.set(toApiError(error))
      this.phase.set(this.cards().length > 0 ? 'ready' : 'failed')
    }
  }

  async loadMore(): Promise<void> {
    const list = this.shown()
    const cursor = list.nextCursor()
    if (cursor === null || this.loadingMore() || this.phase() !== 'ready') return
    const turn = this.asked
    this.loadingMore.set(true)
    try {
      const next = await this.keepingNews(() =>
        fetchPage(this.connection, list.query, { cursor, limit: DEFAULT_PAGE_SIZE }),
      )
      if (turn !== this.asked) return
      list.append(next)
      this.take(list)
    } catch {
      // The list stays as it is. Whoever wants more asks again as soon as nothing is on its way: not at once, then.
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    } finally {
      if (turn === this.asked) this.loadingMore.set(false)
    }
  }

  /** Archives a chat, or brings it back: shown at once, and as it was again where that fails. @throws RequestError */
  async setArchived(chatId: string, archived: boolean): Promise<void> {
    const path = archived ? routes.adminArchive(chatId) : routes.adminUnarchive(chatId)
    const before = this.find(chatId)
    if (before) this.update({ ...before, archived })
    try {
      const answer = await this.connection.post<ArchiveState>(path)
      const card = this.find(chatId)
      // A message that came meanwhile has brought the chat back, whatever the answer to this says.
      if (card && card.message_count === before?.message_count) this.update({ ...card, archived: answer.archived })
    } catch (error) {
      if (before) this.update(before)
      throw error
    }
  }

  private catchUp(): void {
    if (this.asked > 0) void this.load()
    this.unread.askAnew()
  }

  private phaseBefore(isOther: boolean): 'loading' | 'searching' | 'ready' {
    const { loaded } = this.shown()
    if (isOther) return this.cards().length > 0 ? 'searching' : 'loading'
    return loaded ? 'ready' : 'loading'
  }

  private keep(list: CardList): void {
    const isReplaced = ({ query }: CardList) =>
      isSameList(query, list.query) || (list.query.q !== '' && query.q !== '' && query.q !== list.query.q)
    this.kept = [...this.kept.filter((other) => !isReplaced(other)), list]
  }

  /** Shows a list with what has been fetched, and with what was told meanwhile. */
  private take(list: CardList): void {
    this.shown.set(list)
    for (const chat of this.told) this.spread(chat)
    this.unread.note(untracked(list.cards))
  }

  private update(chat: SupportChatListItem): void {
    if (this.onTheirWay > 0) this.told.push(chat)
    this.spread(chat)
    this.unread.hear(chat)
  }

  private spread(chat: SupportChatListItem): void {
    for (const list of new Set([this.shown(), ...this.kept])) list.update(chat)
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
