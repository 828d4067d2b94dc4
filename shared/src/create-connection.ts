import type { Socket } from 'socket.io-client'
import { AccessToken } from './access-token.js'
import type { Connection, ConnectionOptions, ConnectionState } from './connection.js'
import { ask, dial, transportOf, type SocketTransport } from './dial.js'
import type { ApiError } from './error-code.js'
import { createListeners, type Listeners } from './listeners.js'
import { backoff, PACE, type Pace } from './pace.js'
import type { ClientRequest, ClientRequests, ServerEvent, ServerEvents } from './protocol.js'
import { retryAfter, toApiError, unavailable } from './request-error.js'
import { callRest } from './rest-client.js'
import { routes } from './rest.js'
import { onWake } from './wake.js'

/** How many times the first wait between two tries for a WebSocket may double. */
const CLIMB_DOUBLINGS = 4

/**
 * A connection that never gives up: WebSocket, else HTTP long polling, else REST polling, and back up again by itself.
 * Nothing happens before `start()`; importing this touches neither the page nor the network.
 */
export const createConnection = (options: ConnectionOptions): Connection => new LiveConnection(options)

class LiveConnection implements Connection {
  readonly serverUrl: string
  readonly #path: string
  readonly #pace: Pace
  readonly #token: AccessToken
  readonly #states = createListeners<ConnectionState>()
  readonly #syncs = createListeners<void>()
  readonly #events = new Map<string, Listeners<unknown>>()
  #state: ConnectionState = { status: 'connecting', transport: null, error: null }
  #running = false
  #dialling = false
  #socket: Socket | null = null
  #connectedAt = 0
  #heardAt = 0
  /** In a row; sets the wait before the next attempt. */
  #failures = 0
  #retryTimer: ReturnType<typeof setTimeout> | undefined
  #climbTimer: ReturnType<typeof setTimeout> | undefined
  #stopWaking: (() => void) | undefined

  constructor(options: ConnectionOptions) {
    this.serverUrl = options.serverUrl
    this.#path = options.path ?? '/socket.io'
    this.#pace = { ...PACE, ...options.pace }
    this.#token = new AccessToken(options.getToken, (token) => void this.#tell(token).catch(() => undefined))
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

  start(): void {
    if (this.#running) return
    this.#running = true
    this.#stopWaking = onWake(() => this.#wake())
    void this.#connect()
  }

  stop(): void {
    this.#running = false
    this.#stopWaking?.()
    this.#token.stop()
    clearTimeout(this.#retryTimer)
    clearTimeout(this.#climbTimer)
    for (const listeners of [this.#states, this.#syncs, ...this.#events.values()]) listeners.clear()
    this.#socket?.disconnect()
    this.#socket = null
  }

  async request<R extends ClientRequest>(
    event: R,
    payload: ClientRequests[R]['payload'],
  ): Promise<ClientRequests[R]['data']> {
    return this.#withToken(async (token) => {
      const socket = this.#socket
      if (!socket) throw unavailable()
      await this.#tell(token)
      const askedAt = Date.now()
      try {
        return await ask<ClientRequests[R]['data']>(socket, event, payload, this.#pace.answer)
      } catch (error) {
        // Neither an answer nor a single byte in all that time: the line looks open and is dead.
        const silent = this.#heardAt < askedAt && Date.now() - askedAt >= this.#pace.answer
        if (silent) socket.disconnect()
        throw error
      }
    })
  }

  async rest<T>(method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown): Promise<T> {
    try {
      return await this.#withToken((token) =>
        callRest<T>(this.serverUrl + path, method, token, body, this.#pace.answer),
      )
    } catch (error) {
      if (this.#state.transport === 'rest' && toApiError(error).code === 'unavailable') {
        this.#setState({ status: 'offline', transport: null, error: null })
        this.#retry(backoff(this.#pace, 1))
      }
      throw error
    }
  }

  /** Runs `attempt` with the token in use, and once more with a new one where that was refused. */
  async #withToken<T>(attempt: (token: string) => Promise<T>): Promise<T> {
    const token = await this.#token.get()
    try {
      return await attempt(token)
    } catch (error) {
      if (toApiError(error).code !== 'unauthenticated') throw error
      return attempt(await this.#token.replace(token))
    }
  }

  /** Lets the live socket know a token that is newer than the one it came with. */
  async #tell(token: string): Promise<void> {
    const socket = this.#socket
    if (!socket || (socket.auth as { token: string }).token === token) return
    socket.auth = { token }
    await ask(socket, 'refresh_token', { token }, this.#pace.answer)
  }

  /** Tries for a socket now, whatever was being waited for. */
  async #connect(): Promise<void> {
    clearTimeout(this.#retryTimer)
    if (!this.#running || this.#dialling || this.#socket) return
    this.#dialling = true
    try {
      const first = this.#failures === 0
      const transports: SocketTransport[] = this.#failures % 2 ? ['polling', 'websocket'] : ['websocket', 'polling']
      const socket = await this.#dial(transports, first ? this.#pace.firstConnect : this.#pace.connect)
      this.#dialling = false
      this.#adopt(socket)
    } catch (error) {
      this.#dialling = false
      this.#failed(toApiError(error))
    }
  }

  #dial(transports: SocketTransport[], timeout: number): Promise<Socket> {
    const onEvent = (event: string, payload: unknown) => this.#events.get(event)?.emit(payload)
    return this.#withToken((token) =>
      dial({ serverUrl: this.serverUrl, path: this.#path, token, transports, timeout, onEvent }),
    )
  }

  #adopt(socket: Socket): void {
    if (!this.#running || !socket.connected) {
      socket.disconnect()
      this.#failures++
      this.#retry(backoff(this.#pace, this.#failures))
      return
    }
    const previous = this.#socket
    this.#socket = socket
    this.#connectedAt = this.#heardAt = Date.now()
    const { engine } = socket.io
    const tellTransport = () => {
      if (this.#socket === socket) this.#setState({ status: 'connected', transport: transportOf(socket), error: null })
    }
    engine.on('packet', () => (this.#heardAt = Date.now()))
    engine.on('upgrade', tellTransport)
    socket.on('disconnect', () => this.#lost(socket))
    previous?.disconnect()
    clearTimeout(this.#retryTimer)
    tellTransport()
    this.#climbLater(0)
    this.#syncs.emit()
  }

  #lost(socket: Socket): void {
    if (this.#socket !== socket) return
    this.#socket = null
    clearTimeout(this.#climbTimer)
    // Accepted and thrown out again at once is a failure too; else a server that does so would be hammered.
    this.#failures = Date.now() - this.#connectedAt < this.#pace.stable ? this.#failures + 1 : 0
    this.#setState({ status: 'connecting', transport: null, error: null })
    this.#retry(backoff(this.#pace, this.#failures))
  }

  #failed(error: ApiError): void {
    if (!this.#running) return
    this.#failures++
    if (error.code !== 'unavailable') {
      this.#setState({ status: 'offline', transport: null, error })
      const patience = error.code === 'rate_limited' ? retryAfter(error) : this.#pace.backoffMax / 2
      this.#retry(patience * (1 + Math.random()))
      return
    }
    void this.#tryRest()
    // A WebSocket that is swallowed silently ends the first attempt only after a while: long polling follows at once.
    this.#retry(this.#failures === 1 ? 0 : backoff(this.#pace, this.#failures))
  }

  async #tryRest(): Promise<void> {
    const polling = this.#state.transport === 'rest'
    let error: ApiError | null = null
    try {
      await this.rest('GET', routes.me)
    } catch (thrown) {
      error = toApiError(thrown)
    }
    if (this.#socket) return
    if (error) {
      this.#setState({ status: 'offline', transport: null, error: error.code === 'unavailable' ? null : error })
    } else {
      this.#setState({ status: 'connected', transport: 'rest', error: null })
      if (!polling) this.#syncs.emit()
    }
  }

  #retry(wait: number): void {
    clearTimeout(this.#retryTimer)
    if (this.#running) this.#retryTimer = setTimeout(() => void this.#connect(), wait)
  }

  /** On long polling, tries for a WebSocket beside it now and then, and changes over once that one is up. */
  #climbLater(tries: number): void {
    clearTimeout(this.#climbTimer)
    const current = this.#socket
    const climb = async () => {
      if (!current || transportOf(current) === 'websocket') return
      const better = await this.#dial(['websocket'], this.#pace.connect).catch(() => null)
      if (this.#socket !== current) better?.disconnect()
      else if (better) this.#adopt(better)
      else this.#climbLater(Math.min(tries + 1, CLIMB_DOUBLINGS))
    }
    this.#climbTimer = setTimeout(() => void climb(), this.#pace.climb * 2 ** tries)
  }

  /** The network may be back, or the tab is looked at again: nothing waits out its backoff now. */
  #wake(): void {
    if (this.#socket) return this.#syncs.emit()
    if (this.#state.status === 'offline') this.#setState({ status: 'connecting', transport: null, error: null })
    void this.#connect()
  }

  #setState(next: ConnectionState): void {
    const { status, transport, error } = this.#state
    if (!this.#running || (next.status === status && next.transport === transport && next.error === error)) return
    this.#state = next
    this.#states.emit(next)
  }
}
