import { DestroyRef, inject, Injectable } from '@angular/core'
import {
  type ChatListPage,
  DEFAULT_PAGE_SIZE,
  POLL_INTERVAL_SECONDS,
  routes,
  type SupportChatListItem,
} from '@support-chat/shared'
import { LiveConnection } from '../connection/live-connection.js'
import { attachmentWords, messageWords } from '../language/attachment-words.js'

/** Delay before a failed request is repeated. */
const RETRY_MS = 5_000

/** A new message of a user; the newest one where several of a chat are found at once. */
export interface NewMessage {
  readonly chatId: string
  readonly email: string
  readonly text: string
  readonly sequence: number
}

type Listener = (message: NewMessage) => void

/**
 * Emits each new message of a user once, however it becomes known: by an event or, after the connection was away and over
 * REST, from the list of unread chats. Messages that were there at the start are not new.
 */
@Injectable()
export class NewMessages {
  private readonly connection = inject(LiveConnection)
  private readonly listeners = new Set<Listener>()
  private readonly readListeners = new Set<(chatId: string) => void>()
  /** By chat, the highest sequence that is known. */
  private readonly known = new Map<string, number>()
  /** The unread chats of the last answer. */
  private unreadChats = new Set<string>()
  /** Server time of the newest message in any answer; null before the first one. */
  private newestFetched: string | null = null
  private fetching = false
  private refetch = false
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor() {
    this.connection.on('new_user_message', ({ chat_id, user_email, message }) => {
      this.emit({ chatId: chat_id, email: user_email, text: messageWords(message), sequence: message.sequence })
    })
    this.connection.onSync(() => void this.fetch())
    this.connection.whilePolling(POLL_INTERVAL_SECONDS * 1000, () => void this.fetch())
    inject(DestroyRef).onDestroy(() => clearTimeout(this.timer))
  }

  on(listener: Listener): void {
    this.listeners.add(listener)
  }

  /** Calls back for chats that an answer no longer lists as unread: over REST there is no event for it. */
  onRead(listener: (chatId: string) => void): void {
    this.readListeners.add(listener)
  }

  /** Fetches the newest unread chats, so many of them, and once more afterwards if it is called meanwhile. */
  async fetch(limit = DEFAULT_PAGE_SIZE): Promise<void> {
    this.refetch = this.fetching
    if (this.fetching) return
    this.fetching = true
    clearTimeout(this.timer)
    try {
      const parameters = new URLSearchParams({ archived: 'false', unread: 'true', limit: String(limit) })
      this.compare(await this.connection.get<ChatListPage>(`${routes.adminChats}?${parameters}`))
    } catch {
      // Without a connection, the next one fetches.
      if (this.connection.status() === 'connected') this.timer = setTimeout(() => void this.fetch(limit), RETRY_MS)
    } finally {
      this.fetching = false
    }
    if (this.refetch) void this.fetch(limit)
  }

  private compare({ chats, next_cursor }: ChatListPage): void {
    const before = this.newestFetched
    for (const chat of chats) {
      if (before !== null && isNewer(chat, before)) this.emit(toMessage(chat))
      else this.remember(chat.id, chat.message_count)
    }
    const newest = chats[0]?.last_message_at ?? ''
    this.newestFetched = before !== null && before > newest ? before : newest
    const unread = new Set(chats.map(({ id }) => id))
    // Where there are more pages, a chat that is missing here may stand further down.
    if (next_cursor === null) {
      for (const chatId of this.unreadChats) {
        if (!unread.has(chatId)) this.readListeners.forEach((listener) => listener(chatId))
      }
    }
    this.unreadChats = unread
  }

  private emit(message: NewMessage): void {
    if (message.sequence <= (this.known.get(message.chatId) ?? 0)) return
    this.remember(message.chatId, message.sequence)
    for (const listener of this.listeners) listener(message)
  }

  private remember(chatId: string, sequence: number): void {
    this.known.set(chatId, Math.max(sequence, this.known.get(chatId) ?? 0))
  }
}

/** Staff who wrote last have seen what was there before. */
const isNewer = (chat: SupportChatListItem, since: string): boolean =>
  chat.last_message_sender === 'user' && (chat.last_message_at ?? '') >= since

const toMessage = (chat: SupportChatListItem): NewMessage => ({
  chatId: chat.id,
  email: chat.user_email,
  text:
    chat.last_message_preview || (chat.last_message_attachment ? attachmentWords(chat.last_message_attachment) : ''),
  sequence: chat.message_count,
})
