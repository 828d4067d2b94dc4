import { computed, DestroyRef, inject, type Signal, signal } from '@angular/core'
import { takeUntilDestroyed, toObservable } from '@angular/core/rxjs-interop'
import type { ApiError } from '@support-chat/shared'
import { toApiError } from '@support-chat/shared/client'
import { debounceTime, merge, Subject, switchMap } from 'rxjs'
import { LiveConnection } from './live-connection.js'

/** Events within this time lead to one request. */
const DELAY_MS = 500
/** Over REST no events arrive. */
const POLL_MS = 30_000

interface Answer<T> {
  readonly value: T | null
  readonly error: ApiError | null
}

/**
 * What the server answers about a chat: requested at once, and again after news of it. An answer to an earlier request is
 * dropped. Create it where `inject` may be called.
 *
 * Not a resource: that forgets its value with each new request, and a newer request must replace one under way.
 */
export class LatestAnswer<T> {
  private readonly connection = inject(LiveConnection)
  private readonly known = signal<Answer<T>>({ value: null, error: null })
  private readonly requests = new Subject<void>()
  private readonly news = new Subject<void>()

  /** Null until it is known. Stays as it was when a request fails. */
  readonly value = computed(() => this.known().value)
  /** Why the last request failed. */
  readonly error = computed(() => this.known().error)

  constructor(
    private readonly chatId: Signal<string>,
    private readonly path: (chatId: string) => string,
  ) {
    merge(toObservable(chatId), this.requests, this.news.pipe(debounceTime(DELAY_MS)))
      .pipe(
        switchMap(() => this.request()),
        takeUntilDestroyed(),
      )
      .subscribe(({ value, error }) => this.known.update((before) => ({ value: value ?? before.value, error })))
    const stops = [
      this.connection.on('chat_updated', ({ chat }) => {
        if (chat.id === this.chatId()) this.invalidate()
      }),
      this.connection.onSync(() => this.invalidate()),
    ]
    inject(DestroyRef).onDestroy(() => stops.forEach((stop) => stop()))
    this.connection.whilePolling(POLL_MS, () => this.load())
  }

  load(): void {
    this.requests.next()
  }

  /** Asks again soon. */
  invalidate(): void {
    this.news.next()
  }

  /** Takes in what an event says. */
  update(changes: Partial<T>): void {
    this.known.update(({ value, error }) => ({ value: value && { ...value, ...changes }, error }))
  }

  private async request(): Promise<Answer<T>> {
    try {
      return { value: await this.connection.get<T>(this.path(this.chatId())), error: null }
    } catch (error) {
      return { value: null, error: toApiError(error) }
    }
  }
}
