import { DestroyRef, inject, Injectable, signal } from '@angular/core'
import { type ApiError, type ChatUser, staffRoutes } from '@support-chat/shared'
import { toApiError } from '@support-chat/shared/client'
import { LiveConnection } from '../connection/live-connection.js'
import { Conversation } from '../conversation/conversation.js'

/** News within this time are one reason to ask. */
const GATHER_MS = 500
/** Where nothing is told, over REST, it is asked for this often. */
const POLL_MS = 30_000

/** What is known of the user of the open chat. Asked for when the panel opens, and anew when events say that it changed. */
@Injectable()
export class UserDetails {
  private readonly connection = inject(LiveConnection)
  private readonly conversation = inject(Conversation)
  private timer: ReturnType<typeof setTimeout> | undefined
  private closed = false
  /** Counts the questions: an answer to an earlier one is late and dropped. */
  private asked = 0

  /** Null until it is known. */
  readonly user = signal<ChatUser | null>(null)
  /** Why it is not known. What was known stays when asking again fails. */
  readonly error = signal<ApiError | null>(null)

  constructor() {
    const isOurs = (chatId: string | undefined) => chatId === this.conversation.chatId()
    const stops = [
      this.connection.on('presence', ({ chat_id, side, online }) => {
        if (side !== 'user' || !isOurs(chat_id)) return
        this.user.update((user) => user && { ...user, online })
        this.loadSoon()
      }),
      this.connection.on('user_moved', ({ chat_id, page_url, time_zone }) => {
        if (isOurs(chat_id)) this.user.update((user) => user && { ...user, page_url, time_zone })
      }),
      this.connection.on('chat_updated', ({ chat }) => {
        if (isOurs(chat.id)) this.loadSoon()
      }),
      this.connection.onSync(() => this.loadSoon()),
    ]
    this.connection.whilePolling(POLL_MS, () => void this.load())
    inject(DestroyRef).onDestroy(() => {
      this.closed = true
      clearTimeout(this.timer)
      stops.forEach((stop) => stop())
    })
  }

  async load(): Promise<void> {
    const chatId = this.conversation.chatId()
    const asked = ++this.asked
    if (!chatId) return
    const isLate = () => this.closed || asked !== this.asked
    try {
      const user = await this.connection.get<ChatUser>(staffRoutes.chatUser(chatId))
      if (isLate()) return
      this.user.set(user)
      this.error.set(null)
    } catch (error) {
      if (!isLate()) this.error.set(toApiError(error))
    }
  }

  private loadSoon(): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.load(), GATHER_MS)
  }
}
