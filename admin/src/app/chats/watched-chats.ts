import { DestroyRef, effect, inject, Injectable, signal, untracked } from '@angular/core'
import { MAX_PAGE_SIZE, POLL_INTERVAL_SECONDS } from '@support-chat/shared'
import { LiveConnection } from '../connection/live-connection.js'
import { ChatsStore } from './chats-store.js'
import { NewMessages } from './new-messages.js'
import { PacedRequest } from './paced-request.js'

/** So many events within so many milliseconds are more than anybody can follow. */
export const BUSY = { events: 100, ms: 5_000 }

/**
 * A console hears of every chat as long as little happens: that shows everything at once, and costs less than to ask. When more
 * happens than anybody can follow, it watches the chats that it shows. Of the others the server tells their numbers, and that
 * there is something new, which is then fetched, every five seconds at most.
 */
@Injectable()
export class WatchedChats {
  private readonly connection = inject(LiveConnection)
  private readonly chats = inject(ChatsStore)
  private readonly messages = inject(NewMessages)
  private readonly isWatching = signal(false)
  private readonly fetches = new PacedRequest(POLL_INTERVAL_SECONDS * 1000, () => this.fetch())
  private heard = 0
  private since = 0

  constructor() {
    this.connection.on('chat_updated', () => this.count())
    this.connection.on('new_user_message', () => this.count())
    this.connection.on('counts', () => this.fetches.request())
    // A new socket hears of every chat.
    this.connection.onSync(() => {
      if (this.isWatching()) void this.watch()
    })
    effect(() => {
      this.chats.query()
      this.chats.openChatId()
      if (this.isWatching()) void untracked(() => this.watch())
    })
    inject(DestroyRef).onDestroy(() => this.fetches.stop())
  }

  private count(): void {
    if (Date.now() - this.since > BUSY.ms) {
      this.since = Date.now()
      this.heard = 0
    }
    if (++this.heard >= BUSY.events) this.isWatching.set(true)
  }

  /** What changes before the server answers is in what is fetched then; what changes after, it tells. */
  private async fetch(): Promise<void> {
    await this.watch()
    this.chats.catchUp()
    void this.messages.fetch(MAX_PAGE_SIZE)
  }

  private async watch(): Promise<void> {
    // Where it fails the chats before are watched, or all are heard of.
    await this.connection.watch(this.chats.shownIds()).catch(() => undefined)
  }
}
