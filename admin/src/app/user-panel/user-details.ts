import { computed, DestroyRef, inject, type Signal, signal } from '@angular/core'
import { takeUntilDestroyed, toObservable } from '@angular/core/rxjs-interop'
import { type ApiError, type ChatUser, staffRoutes } from '@support-chat/shared'
import { toApiError } from '@support-chat/shared/client'
import { debounceTime, merge, Subject, switchMap } from 'rxjs'
import { LiveConnection } from '../connection/live-connection.js'

/** Events within this time lead to one request. */
const DELAY_MS = 500
/** Over REST no events arrive. */
const POLL_MS = 30_000

interface Answer {
  readonly user: ChatUser | null
  readonly error: ApiError | null
}

/**
 * The user of a chat: requested at once, and again after events that may have changed them. Create it where `inject` may be
 * called.
 */
export class UserDetails {
  private readonly connection = inject(LiveConnection)
  private readonly known = signal<Answer>({ user: null, error: null })
  private readonly requests = new Subject<void>()
  private readonly events = new Subject<void>()

  /** Null until it is known. Stays as it was when a request fails. */
  readonly user = computed(() => this.known().user)
  /** Why the last request failed. */
  readonly error = computed(() => this.known().error)

  constructor(private readonly chatId: Signal<string>) {
    // Not a resource: that forgets its value with each new request, and a newer request must replace one under way.
    merge(toObservable(chatId), this.requests, this.events.pipe(debounceTime(DELAY_MS)))
      .pipe(
        switchMap(() => this.request()),
        takeUntilDestroyed(),
      )
      .subscribe(({ user, error }) => this.known.update((before) => ({ user: user ?? before.user, error })))
    this.followEvents()
    this.connection.whilePolling(POLL_MS, () => this.load())
  }

  load(): void {
    this.requests.next()
  }

  private followEvents(): void {
    const stops = [
      this.connection.on('presence', ({ chat_id, side, online }) => {
        if (side !== 'user' || chat_id !== this.chatId()) return
        this.update({ online })
        this.events.next()
      }),
      this.connection.on('user_moved', ({ chat_id, page_url, time_zone }) => {
        if (chat_id === this.chatId()) this.update({ page_url, time_zone })
      }),
      this.connection.on('chat_updated', ({ chat }) => {
        if (chat.id === this.chatId()) this.events.next()
      }),
      this.connection.onSync(() => this.events.next()),
    ]
    inject(DestroyRef).onDestroy(() => stops.forEach((stop) => stop()))
  }

  private update(changes: Partial<ChatUser>): void {
    this.known.update(({ user, error }) => ({ user: user && { ...user, ...changes }, error }))
  }

  private async request(): Promise<Answer> {
    try {
      return { user: await this.connection.get<ChatUser>(staffRoutes.chatUser(this.chatId())), error: null }
    } catch (error) {
      return { user: null, error: toApiError(error) }
    }
  }
}
