import { DestroyRef, inject, Injectable, signal } from '@angular/core'
import { staffRoutes, type SupportChatListItem, type UnreadCount as Answer } from '@support-chat/shared'
import { LiveConnection } from '../connection/live-connection.js'
import { type ChatAge, isOlder } from './chat-cards.js'
import { PacedRequest } from './paced-request.js'

/** Least time between two requests. */
const INTERVAL_MS = 2000

/** The latest state of a chat. */
interface Known extends ChatAge {
  readonly unread: boolean
}

/**
 * How many active chats are unread, loaded or not, without those that are put off. The server counts them. An update of a chat whose state is known changes
 * the number at once; one of any other chat leads to a new request.
 */
@Injectable()
export class UnreadCount {
  private readonly connection = inject(LiveConnection)
  private readonly counted = signal(0)
  /** Not a signal: that would copy the map for each message. {@link version} changes with it. */
  private readonly known = new Map<string, Known>()
  private readonly version = signal(0)
  /** A chat changed while a request was pending: its answer may be older. */
  private overtaken = false
  private readonly requests = new PacedRequest(INTERVAL_MS, () => this.fetch())

  readonly count = this.counted.asReadonly()

  constructor() {
    inject(DestroyRef).onDestroy(() => this.requests.stop())
  }

  isUnread(chatId: string): boolean {
    this.version()
    return this.known.get(chatId)?.unread ?? false
  }

  /** Compares a fetched page with what is known. A difference means that an event was missed. */
  reconcile(chats: readonly SupportChatListItem[]): void {
    for (const chat of chats) {
      if (this.remember(chat) === 'changed') this.request()
    }
  }

  /** Applies an event. */
  update(chat: SupportChatListItem): void {
    const change = this.remember(chat)
    if (change === 'unknown') this.request()
    // The server may have counted before this event.
    if (change === 'changed') this.requests.repeat()
  }

  /** Takes out a chat that is no more. */
  forget(chatId: string): void {
    if (this.isUnread(chatId)) this.counted.update((count) => Math.max(0, count - 1))
    if (this.known.delete(chatId)) this.version.update((version) => version + 1)
    this.overtaken = this.requests.isPending
    this.request()
  }

  /** Requests the number, at once or as soon as {@link INTERVAL_MS} allows. */
  request(): void {
    this.requests.request()
  }

  /** Forgets what is known of the chats, after events may have been missed, and requests the number. */
  invalidate(): void {
    this.known.clear()
    this.version.update((version) => version + 1)
    this.request()
  }

  private async fetch(): Promise<void> {
    this.overtaken = false
    const { unread_count } = await this.connection.get<Answer>(staffRoutes.unreadCount)
    if (!this.overtaken) this.counted.set(unread_count)
  }

  private remember(chat: SupportChatListItem): 'unknown' | 'changed' | 'same' {
    const before = this.known.get(chat.id)
    const { message_count, version } = chat
    const now = { unread: chat.unread && !chat.archived && chat.snoozed_until === null, message_count, version }
    // The list ignores it as well.
    if (before && isOlder(now, before)) return 'same'
    this.known.set(chat.id, now)
    if (before?.unread === now.unread) return 'same'
    this.version.update((version) => version + 1)
    if (!before) return 'unknown'
    this.counted.update((count) => Math.max(0, count + (now.unread ? 1 : -1)))
    if (this.requests.isPending) {
      this.overtaken = true
      this.requests.repeat()
    }
    return 'changed'
  }
}
