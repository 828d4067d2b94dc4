import { DestroyRef, inject, Injectable } from '@angular/core'
import {
  type ChatListPage,
  DEFAULT_PAGE_SIZE,
  POLL_INTERVAL_SECONDS,
  routes,
  type SupportChatListItem,
} from '@support-chat/shared'
import { LiveConnection } from '../connection/live-connection.js'

/** Between two tries at what did not come. */
const RETRY_MS = 5_000

/** A new message of a user. Of several in one chat that nothing was told of, the newest. */
export interface NewsItem {
  readonly chatId: string
  readonly email: string
  readonly text: string
  readonly sequence: number
}

type Listener = (item: NewsItem) => void

/**
 * What users write, each message once, however it becomes known: told by the server as it comes or, after a connection
 * that was away and where nothing is told, found among the chats that wait. What was there at the beginning is no news.
 */
@Injectable()
export class News {
  private readonly connection = inject(LiveConnection)
  private readonly listeners = new Set<Listener>()
  private readonly readListeners = new Set<(chatId: string) => void>()
  /** Up to which message each chat is known. */
  private readonly known = new Map<string, number>()
  /** Those that waited when they were asked for last. */
  private waiting = new Set<string>()
  /** Time, by the server's clock, of the newest message that was found by asking; null before the first answer. */
  private newestAsked: string | null = null
  private asking = false
  private again = false
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor() {
    this.connection.on('new_user_message', ({ chat_id, user_email, message }) => {
      this.tell({ chatId: chat_id, email: user_email, text: message.content, sequence: message.sequence })
    })
    this.connection.onSync(() => void this.ask())
    this.connection.whilePolling(POLL_INTERVAL_SECONDS * 1000, () => void this.ask())
    inject(DestroyRef).onDestroy(() => clearTimeout(this.timer))
  }

  on(listener: Listener): void {
    this.listeners.add(listener)
  }

  /** Hears of chats that wait no longer, where nobody tells. */
  onRead(listener: (chatId: string) => void): void {
    this.readListeners.add(listener)
  }

  /** Asks which chats wait. One question at a time: another one during it is asked afterwards. */
  private async ask(): Promise<void> {
    this.again = this.asking
    if (this.asking) return
    this.asking = true
    clearTimeout(this.timer)
    try {
      const parameters = new URLSearchParams({ archived: 'false', unread: 'true', limit: String(DEFAULT_PAGE_SIZE) })
      this.take(await this.connection.get<ChatListPage>(`${routes.adminChats}?${parameters}`))
    } catch {
      // Where the connection is away the next one asks.
      if (this.connection.status() === 'connected') this.timer = setTimeout(() => void this.ask(), RETRY_MS)
    } finally {
      this.asking = false
    }
    if (this.again) void this.ask()
  }

  private take({ chats, next_cursor }: ChatListPage): void {
    const before = this.newestAsked
    for (const chat of chats) {
      if (before !== null && isNewer(chat, before)) this.tell(toItem(chat))
      else this.learn(chat.id, chat.message_count)
    }
    const newest = chats[0]?.last_message_at ?? ''
    this.newestAsked = before !== null && before > newest ? before : newest
    const now = new Set(chats.map(({ id }) => id))
    if (next_cursor === null) {
      for (const chatId of this.waiting) if (!now.has(chatId)) this.readListeners.forEach((hear) => hear(chatId))
    }
    this.waiting = now
  }

  private tell(item: NewsItem): void {
    if (item.sequence <= (this.known.get(item.chatId) ?? 0)) return
    this.learn(item.chatId, item.sequence)
    for (const listener of this.listeners) listener(item)
  }

  private learn(chatId: string, sequence: number): void {
    this.known.set(chatId, Math.max(sequence, this.known.get(chatId) ?? 0))
  }
}

/** Staff who wrote last have seen what was there before. */
const isNewer = (chat: SupportChatListItem, since: string): boolean =>
  chat.last_message_sender === 'user' && (chat.last_message_at ?? '') >= since

const toItem = (chat: SupportChatListItem): NewsItem => ({
  chatId: chat.id,
  email: chat.user_email,
  text: chat.last_message_preview ?? '',
  sequence: chat.message_count,
})
