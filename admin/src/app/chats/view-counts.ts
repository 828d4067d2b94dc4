import { DestroyRef, inject, Injectable, signal } from '@angular/core'
import { type ChatCounts, POLL_INTERVAL_SECONDS, staffRoutes } from '@support-chat/shared'
import { LiveConnection } from '../connection/live-connection.js'
import { PacedRequest } from './paced-request.js'

/** Least time between two requests. */
const INTERVAL_MS = 2000

/** How many chats each view has, as the server counts them: asked again after whatever may have changed it. */
@Injectable()
export class ViewCounts {
  private readonly connection = inject(LiveConnection)
  private readonly counted = signal<ChatCounts | null>(null)
  private readonly requests = new PacedRequest(INTERVAL_MS, async () =>
    this.counted.set(await this.connection.get<ChatCounts>(staffRoutes.counts)),
  )

  /** Null until they are known. */
  readonly counts = this.counted.asReadonly()

  constructor() {
    const request = () => this.request()
    const stops = [
      this.connection.on('chat_updated', request),
      this.connection.on('new_user_message', request),
      this.connection.on('mentioned', request),
      this.connection.onSync(request),
    ]
    this.connection.whilePolling(POLL_INTERVAL_SECONDS * 1000, request)
    inject(DestroyRef).onDestroy(() => {
      stops.forEach((stop) => stop())
      this.requests.stop()
    })
    this.request()
  }

  request(): void {
    this.requests.request()
  }
}
