import type { Connection, ConnectionState } from './connection.js'
import { createListeners, type Listeners } from '../core/listeners.js'
import type { ServerEvent, ServerEvents } from '../../contract/socket.js'

/** What every connection does alike: it has a state, and tells of it, of calls to fetch anew and of the server's events. */
export abstract class BaseConnection implements Pick<Connection, 'state' | 'subscribe' | 'onSync' | 'on'> {
  #state: ConnectionState = { status: 'connecting', transport: null, error: null }
  readonly #states = createListeners<ConnectionState>()
  readonly #syncs = createListeners<void>()
  readonly #events = new Map<string, Listeners<unknown>>()

  get state(): ConnectionState {
    return this.#state
  }

  subscribe(listener: (state: ConnectionState) => void): () => void {
    return this.#states.add(listener)
  }

  onSync(listener: () => void): () => void {
    return this.#syncs.add(listener)
  }

  on<E extends ServerEvent>(event: E, listener: (payload: ServerEvents[E]) => void): () => void {
    const own = this.#events.get(event) ?? createListeners<unknown>()
    this.#events.set(event, own)
    return own.add(listener as (payload: unknown) => void)
  }

  protected emitState(state: ConnectionState): void {
    this.#state = state
    this.#states.emit(state)
  }

  protected emitSync(): void {
    this.#syncs.emit()
  }

  protected emitEvent(event: string, payload: unknown): void {
    this.#events.get(event)?.emit(payload)
  }

  protected clearListeners(): void {
    for (const listeners of [this.#states, this.#syncs, ...this.#events.values()]) listeners.clear()
  }
}
