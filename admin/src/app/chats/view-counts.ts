import { DestroyRef, inject, Injectable, signal } from '@angular/core'
import {
  CHAT_COUNT_LIMIT,
  type ChatCounts,
  type ChatView,
  POLL_INTERVAL_SECONDS,
  staffRoutes,
} from '@support-chat/shared'
import { LiveConnection } from '../connection/live-connection.js'
import { perLocale } from '../language/locale.js'
import { PacedRequest } from './paced-request.js'

const numbers = perLocale((tag) => new Intl.NumberFormat(tag))

/** Least time between two requests. */
const INTERVAL_MS = 2000

/** How many chats each view has, as the server counts them: asked again after whatever may have changed it. */
@Injectable()
export class ViewCounts {
  private readonly connection = inject(LiveConnection)
  private readonly counted = signal<ChatCounts | null>(null)
  /** The server tells them by itself. */
  private isTold = false
  private readonly requests = new PacedRequest(INTERVAL_MS, async () => {
    const counts = await this.connection.get<ChatCounts>(staffRoutes.counts)
    if (!this.isTold) this.counted.set(counts)
  })

  /** Null until they are known. */
  readonly counts = this.counted.asReadonly()

  constructor() {
    const request = () => {
      if (!this.isTold) this.request()
    }
    const stops = [
      this.connection.on('counts', (counts) => {
        this.isTold = true
        this.counted.set(counts)
      }),
      this.connection.on('chat_updated', request),
      this.connection.on('new_user_message', request),
      this.connection.on('mentioned', request),
      this.connection.on('chat_erased', request),
      this.connection.onSync(() => {
        this.isTold = false
        this.request()
      }),
    ]
    this.connection.whilePolling(POLL_INTERVAL_SECONDS * 1000, request)
    inject(DestroyRef).onDestroy(() => {
      stops.forEach((stop) => stop())
      this.requests.stop()
    })
    this.request()
  }

  /** The number as it is shown: `999+` where there are more. Null for none, and until it is known. */
  shown(view: ChatView): string | null {
    const count = this.counted()?.[view] ?? 0
    if (count === 0) return null
    return numbers().format(Math.min(count, CHAT_COUNT_LIMIT - 1)) + (count < CHAT_COUNT_LIMIT ? '' : '+')
  }

  private request(): void {
    this.requests.request()
  }
}
