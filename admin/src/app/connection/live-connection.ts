import { computed, DestroyRef, effect, inject, Injectable, signal } from '@angular/core'
import type { ServerEvent, ServerEvents } from '@support-chat/shared'
import { serverUrl } from '../auth/auth-api.js'
import { StaffSession } from '../auth/staff-session.js'
import { ENGINE } from './engine.js'

/** The signed-in connection to the server, as long as the workspace is on the screen. */
@Injectable()
export class LiveConnection {
  private readonly session = inject(StaffSession)
  /** Ends when somebody signs out. */
  readonly lifetime = inject(DestroyRef)
  readonly engine = inject(ENGINE).createConnection({
    serverUrl: serverUrl(),
    getToken: (refused) => this.session.accessToken(refused),
  })
  private readonly current = signal(this.engine.state)
  readonly status = computed(() => this.current().status)
  /** Neither WebSocket nor long polling gets through: no events arrive, and everything has to be polled over REST. */
  readonly mustPoll = computed(() => this.current().transport === 'rest')

  private readonly lost = signal(0)
  /** How often the connection was lost so far: what events said before may be out of date. */
  readonly losses = this.lost.asReadonly()

  constructor() {
    this.engine.subscribe((state) => {
      if (this.status() === 'connected' && state.status !== 'connected') this.lost.update((times) => times + 1)
      this.current.set(state)
    })
    this.engine.start()
    this.lifetime.onDestroy(() => this.engine.stop())
  }

  /** @returns the way to stop listening, for what lives shorter than the connection. */
  on<E extends ServerEvent>(event: E, listener: (payload: ServerEvents[E]) => void): () => void {
    return this.engine.on(event, listener)
  }

  /** Calls back when something may have been missed. @returns the way to stop. */
  onSync(listener: () => void): () => void {
    return this.engine.onSync(listener)
  }

  /**
   * Repeats `work` every `interval` milliseconds while no events arrive, as long as the caller lives. Call it where `inject`
   * may be called.
   */
  whilePolling(interval: number, work: () => void): void {
    effect((onCleanup) => {
      if (!this.mustPoll()) return
      const timer = setInterval(work, interval)
      onCleanup(() => clearInterval(timer))
    })
  }

  /** From the answer on, the server tells of changes in these chats only, and of the others by `counts`. @throws RequestError */
  async watch(chatIds: string[]): Promise<void> {
    await this.engine.request('watch', { chat_ids: chatIds })
  }

  get<T>(path: string): Promise<T> {
    return this.engine.rest<T>('GET', path)
  }

  /** @param timeout milliseconds, for what takes the server longer than the usual 10 s */
  post<T>(path: string, body?: unknown, timeout?: number): Promise<T> {
    return this.engine.rest<T>('POST', path, body, timeout)
  }

  put<T>(path: string, body: unknown): Promise<T> {
    return this.engine.rest<T>('PUT', path, body)
  }

  patch<T>(path: string, body: unknown): Promise<T> {
    return this.engine.rest<T>('PATCH', path, body)
  }

  /** @param timeout as with `post` */
  delete<T>(path: string, timeout?: number): Promise<T> {
    return this.engine.rest<T>('DELETE', path, undefined, timeout)
  }
}
