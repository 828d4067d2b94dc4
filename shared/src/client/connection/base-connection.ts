import type { Connection, ConnectionOptions, ConnectionState } from './connection.js'
import { createListeners, type Listeners } from '../core/listeners.js'
import { TIMINGS, type Timings } from '../core/timings.js'
import type { ServerEvent, ServerEvents } from '../../contract/socket.js'

/** What every connection does alike: has a state, calls its listeners back, and ends once. */
export abstract class BaseConnection implements Pick<
  Connection,
  'serverUrl' | 'state' | 'subscribe' | 'onSync' | 'on' | 'stop'
> {
  readonly serverUrl: string
  protected readonly timings: Timings
  /** Aborts when the connection is stopped. */
  protected readonly stopping = new AbortController()
  #state: ConnectionState = { status: 'connecting', transport: null, error: null }
  readonly #states = createListeners<ConnectionState>()
  readonly #syncs = createListeners<void>()
  readonly #events = new Map<string, Listeners<unknown>>()

  constructor({ serverUrl, timings }: ConnectionOptions) {
    this.serverUrl = serverUrl
    this.timings = { ...TIMINGS, ...timings }
  }

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

  stop(): void {
    this.stopping.abort()
    for (const listeners of [this.#states, this.#syncs, ...this.#events.values()]) listeners.clear()
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
}
