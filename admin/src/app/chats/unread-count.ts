import { DestroyRef, inject, Injectable, signal } from '@angular/core'
import { staffRoutes, type SupportChatListItem, type UnreadCount as Answer } from '@support-chat/shared'
import { LiveConnection } from '../connection/live-connection.js'

/** The server is asked at most this often. */
const PAUSE_MS = 2000

/** What was last heard of a chat. */
interface Known {
  readonly waits: boolean
  readonly messages: number
}

/**
 * How many active chats wait for staff, whether loaded or not. The server counts. An update of a chat
 * whose state is known counts at once; one of any other chat leads to a new request.
 */
@Injectable()
export class UnreadCount {
  private readonly connection = inject(LiveConnection)
  private readonly counted = signal(0)
  /** A signal of the whole map would copy it for each message. */
  private readonly known = new Map<string, Known>()
  private readonly heard = signal(0)
  private state: 'idle' | 'asking' | 'pausing' = 'idle'
  /** To be asked again as soon as may be. */
  private outdated = false
  /** Something was counted here while the server was being asked: its answer may be from before. */
  private overtaken = false
  private timer: ReturnType<typeof setTimeout> | undefined

  readonly count = this.counted.asReadonly()

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.timer))
  }

  waits(chatId: string): boolean {
    this.heard()
    return this.known.get(chatId)?.waits ?? false
  }

  /** Takes in what a page says: no news, unless something was missed. */
  note(chats: readonly SupportChatListItem[]): void {
    for (const chat of chats) {
      if (this.remember(chat) === 'changed') this.ask()
    }
  }

  /** Takes in what was told just now. */
  hear(chat: SupportChatListItem): void {
    const news = this.remember(chat)
    if (news === 'unknown') this.ask()
    // The server's last answer may have been from after it.
    if (news === 'changed' && this.state !== 'idle') this.outdated = true
  }

  /** Asks the server: now, or as soon as it may be asked again. */
  ask(): void {
    this.outdated = true
    if (this.state === 'idle') void this.fetch()
  }

  /** Something may have been missed of any chat: what was known of them says nothing. */
  askAnew(): void {
    this.known.clear()
    this.heard.update((times) => times + 1)
    this.ask()
  }

  private async fetch(): Promise<void> {
    this.state = 'asking'
    this.outdated = this.overtaken = false
    try {
      const { unread_count } = await this.connection.get<Answer>(staffRoutes.unreadCount)
      if (!this.overtaken) this.counted.set(unread_count)
    } catch {
      // The next connection asks again.
    }
    this.state = 'pausing'
    this.timer = setTimeout(() => {
      this.state = 'idle'
      if (this.outdated) void this.fetch()
    }, PAUSE_MS)
  }

  private remember(chat: SupportChatListItem): 'unknown' | 'changed' | 'same' {
    const before = this.known.get(chat.id)
    const now = { waits: waits(chat), messages: chat.message_count }
    // Older news, which the list leaves out as well.
    if (before && before.messages > now.messages) return 'same'
    this.known.set(chat.id, now)
    if (before?.waits === now.waits) return 'same'
    this.heard.update((times) => times + 1)
    if (!before) return 'unknown'
    this.counted.update((count) => Math.max(0, count + (now.waits ? 1 : -1)))
    if (this.state === 'asking') this.overtaken = this.outdated = true
    return 'changed'
  }
}

const waits = (chat: SupportChatListItem): boolean => chat.unread && !chat.archived
