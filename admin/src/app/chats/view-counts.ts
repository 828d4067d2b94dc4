import { DestroyRef, inject, Injectable, signal } from '@angular/core'
import { type ChatCounts, POLL_INTERVAL_SECONDS, staffRoutes } from '@support-chat/shared'
import { LiveConnection } from '../connection/live-connection.js'

/** Least time between two requests. */
const INTERVAL_MS = 2000

/** How many chats each view has, as the server counts them: asked again after whatever may have changed it. */
@Injectable()
export class ViewCounts {
  private readonly connection = inject(LiveConnection)
  private readonly counted = signal<ChatCounts | null>(null)
  private state: 'idle' | 'busy' = 'idle'
  private outdated = false
  private timer: ReturnType<typeof setTimeout> | undefined

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
      clearTimeout(this.timer)
    })
    this.request()
  }

  request(): void {
    this.outdated = true
    if (this.state === 'idle') void this.fetch()
  }

  private async fetch(): Promise<void> {
    this.state = 'busy'
    this.outdated = false
    try {
      this.counted.set(await this.connection.get<ChatCounts>(staffRoutes.counts))
    } catch {
      // The next connection asks again.
    }
    this.timer = setTimeout(() => {
      this.state = 'idle'
      if (this.outdated) void this.fetch()
    }, INTERVAL_MS)
  }
}
