import { computed, inject, Injectable, linkedSignal, signal, untracked } from '@angular/core'
import type { ApiError, SupportChatListItem } from '@support-chat/shared'
import { DEFAULT_PAGE_SIZE, MAX_WATCHED_CHATS, POLL_INTERVAL_SECONDS, routes } from '@support-chat/shared'
import { toApiError } from '@support-chat/shared/client'
import { LiveConnection } from '../connection/live-connection.js'
import { WindowFocus } from '../ui/window-focus.js'
import { CardList } from './card-list.js'
import { CardLists } from './card-lists.js'
import { type Chat, type ChatQuery, isInView, isSameList, withUserMessage } from './chat-cards.js'
import { fetchHead, fetchPage } from './chat-pages.js'
import { UnreadCount } from './unread-count.js'

/** After a page failed to load, the next attempt is at least this long away, unless the connection comes back first. */
const RETRY_MS = 5_000

const ACTIVE: ChatQuery = { archived: false, unread: false, q: '' }

/**
 * The chats of the console: the list that is shown (of a tab, a filter and a search, loaded page by page), the open chat,
 * who is online and how many chats are unread. Events keep all of it current.
 */
@Injectable()
export class ChatsStore {
  private readonly connection = inject(LiveConnection)
  private readonly windowFocus = inject(WindowFocus)
  private readonly unread = inject(UnreadCount)
  private readonly lists = new CardLists(ACTIVE)
  /** Aborted as soon as another list, or the same one anew, is wanted. */
  private loading: AbortController | null = null
  /** Whether the user is online, by chat, as events of the current connection say. */
  private readonly presence = linkedSignal<number, ReadonlyMap<string, boolean>>({
    source: this.connection.losses,
    computation: () => new Map(),
  })

  readonly query = signal<ChatQuery>(ACTIVE)
  /** While another search is loading, still the list of the one before. */
  readonly list = computed(() => this.lists.current())
  private readonly opened = signal<string | null>(null)
  readonly openChatId = this.opened.asReadonly()
  /** The open chat, once its session says that staff have read all of it: the session knows before the server does. */
  private readonly readChatId = signal<string | null>(null)
  /** Requests under way that archive or restore. */
  private moving = 0
  readonly phase = signal<'loading' | 'searching' | 'ready' | 'failed'>('loading')
  readonly loadingMore = signal(false)
  readonly error = signal<ApiError | null>(null)
  /** A chat that has left the view, as an unread one does that has been read, stays as long as it is open. */
  readonly cards = computed(() => {
    const { cards, query } = this.list()
    return cards().filter((card) => isInView(card, query) || card.id === this.openChatId())
  })
  readonly hasMore = computed(() => this.list().nextCursor() !== null)
  /** How many active chats have messages that staff have not read. */
  readonly unreadCount = computed(() => {
    const openChat = this.openChatId() ?? ''
    return this.unread.count() - (this.readChatId() === openChat && this.unread.isUnread(openChat) ? 1 : 0)
  })
  /** The latest state of the open chat. It is kept when the chat leaves the list. */
  private readonly openChat = linkedSignal<{ id: string | null; card: Chat | undefined }, Chat | undefined>({
    source: () => {
      const id = this.openChatId()
      return { id, card: id === null ? undefined : this.list().find(id) }
    },
    computation: ({ id, card }, before) => card ?? (before?.value?.id === id ? before.value : undefined),
  })

  constructor() {
    this.connection.on('chat_updated', ({ chat }) => this.update(chat))
    this.connection.on('presence', ({ chat_id, side, online }) => {
      if (chat_id && side === 'user') this.presence.update((known) => new Map(known).set(chat_id, online))
    })
    this.connection.on('new_user_message', ({ chat_id, message }) => {
      const card = this.list().find(chat_id)
      if (card) this.update(withUserMessage(card, message))
    })
    this.connection.on('mentioned', () => {
      // Only the server knows whose cards those are.
      if (this.query().view === 'mentions') void this.load()
    })
    this.connection.onSync(() => this.catchUp())
    this.connection.whilePolling(POLL_INTERVAL_SECONDS * 1000, () => this.catchUp())
  }

  /** Shows a list: one that was shown before where its reader left it, any other from its top. */
  show(query: ChatQuery): void {
    const before = this.query()
    if (isSameList(query, before) && this.loading) return
    this.query.set(query)
    const cached = this.lists.find(query)
    if (cached || !isSameList({ ...query, q: before.q }, before)) {
      this.lists.show(cached ?? new CardList(query))
    }
    void this.load()
  }

  open(chatId: string | null): void {
    this.opened.set(chatId)
    this.readChatId.update((before) => (before === chatId ? before : null))
    if (chatId) this.list().activeId.set(chatId)
  }

  /** Finds a chat of the list, or the open one. */
  find(chatId: string): Chat | undefined {
    return this.openChatId() === chatId ? this.openChat() : this.list().find(chatId)
  }

  /** Updates the open chat with what was fetched along with its messages. */
  describe(chat: Chat): void {
    this.openChat.set(chat)
  }

  /** Updates the number of messages of the open chat that staff have not read, as its session counts them. */
  countUnread(chatId: string, count: number): void {
    this.readChatId.update((before) => (count === 0 ? chatId : before === chatId ? null : before))
  }

  isOnline(chat: SupportChatListItem): boolean {
    return this.connection.status() === 'connected' && (this.presence().get(chat.id) ?? chat.user_online ?? false)
  }

  /** Whether a chat is shown as unread. */
  isUnread({ id, unread }: SupportChatListItem): boolean {
    return unread && this.readChatId() !== id
  }

  /** Whether the chat is open while the window has the focus, wherever it is scrolled to. */
  isViewed(chatId: string): boolean {
    return this.openChatId() === chatId && this.windowFocus.focused()
  }

  /** Loads the list again, as many cards as have been rendered: after an error, and after events may have been missed. */
  async load(): Promise<void> {
    this.loading?.abort()
    const { signal: aborted } = (this.loading = new AbortController())
    const query = this.query()
    const isOther = !isSameList(this.list().query, query)
    const list = isOther ? new CardList(query) : this.list()
    this.phase.set(this.phaseBefore(isOther))
    this.loadingMore.set(false)
    try {
      const head = await this.lists.whileBuffering(() => fetchHead(this.connection, query, list.depth, aborted))
      if (aborted.aborted) return
      list.replaceHead(head)
      this.lists.cache(list)
      this.showFetched(list)
      this.phase.set('ready')
      this.error.set(null)
    } catch (error) {
      if (aborted.aborted) return
      this.lists.show(list)
      this.error.set(toApiError(error))
      this.phase.set(this.cards().length > 0 ? 'ready' : 'failed')
    }
  }

  async loadMore(): Promise<void> {
    const list = this.list()
    const cursor = list.nextCursor()
    const aborted = this.loading?.signal
    if (cursor === null || this.loadingMore() || this.phase() !== 'ready') return
    this.loadingMore.set(true)
    try {
      const page = { cursor, limit: DEFAULT_PAGE_SIZE }
      const next = await this.lists.whileBuffering(() => fetchPage(this.connection, list.query, page))
      if (aborted?.aborted) return
      list.append(next)
      this.showFetched(list)
    } catch {
      // The list asks again as soon as this is no longer loading: only after a pause.
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    } finally {
      if (!aborted?.aborted) this.loadingMore.set(false)
    }
  }

  /**
   * Archives a chat, or restores it. The list shows that at once, and takes it back if the request fails.
   * @throws RequestError
   */
  async setArchived(chatId: string, archived: boolean): Promise<void> {
    const card = this.list().find(chatId)
    if (card) this.update({ ...card, archived })
    const open = this.openChatId() === chatId ? this.openChat() : undefined
    this.moving++
    try {
      await this.connection.post(archived ? routes.adminArchive(chatId) : routes.adminUnarchive(chatId))
      // An event meanwhile is newer than the answer: a message may have brought the chat back.
      if (open && this.openChat() === open) this.openChat.set({ ...open, archived })
    } catch (error) {
      if (card) this.update(card)
      throw error
    } finally {
      this.moving--
      // Over REST no event tells of such a message. Not before the last of several requests: its chat would reappear.
      if (this.connection.mustPoll() && this.moving === 0) this.catchUp()
    }
  }

  /** The chats that may be in sight, and the open one: as many as the server watches at a time. */
  shownIds(): string[] {
    const end = this.list().depth + DEFAULT_PAGE_SIZE
    const inSight = this.cards().slice(Math.max(0, end - MAX_WATCHED_CHATS + 1), end)
    return [...new Set([this.openChatId(), ...inSight.map(({ id }) => id)])].filter((id) => id !== null)
  }

  /** Fetches the list again, and the number of unread chats: events may have been missed. */
  catchUp(): void {
    if (this.loading) void this.load()
    this.unread.invalidate()
  }

  private phaseBefore(isOther: boolean): 'loading' | 'searching' | 'ready' {
    const { loaded } = this.list()
    if (isOther) return this.cards().length > 0 ? 'searching' : 'loading'
    return loaded ? 'ready' : 'loading'
  }

  private showFetched(list: CardList): void {
    this.lists.show(list)
    this.unread.reconcile(untracked(list.cards))
  }

  /** Drops all that is known of a chat that is no more. */
  forget(chatId: string): void {
    this.lists.remove(chatId)
    this.unread.forget(chatId)
    if (chatId === this.openChatId()) this.openChat.set(undefined)
  }

  /** Takes in the latest state of a chat. */
  update(chat: SupportChatListItem): void {
    this.lists.update(chat)
    this.unread.update(chat)
    if (chat.id === this.openChatId()) this.openChat.set(chat)
  }
}
