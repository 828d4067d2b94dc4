import { AccessToken } from './access-token.js'
import { BaseConnection } from './base-connection.js'
import type { Connection, ConnectionOptions, ConnectionState, RestMethod } from './connection.js'
import { dial } from '../transport/open-socket.js'
import type { ApiError } from '../../contract/errors.js'
import { explained } from '../core/explained.js'
import { backoff, PACE, type Pace } from '../core/timings.js'
import type { ClientRequest, ClientRequests } from '../../contract/socket.js'
import { refusal, retryDelay, toApiError } from '../core/request-error.js'
import { callRest } from '../transport/rest-client.js'
import { meRoute } from '../../contract/routes.js'
import type { Socket } from '../transport/socket.js'
import { startStopwatch } from '../core/stopwatch.js'
import type { TransportName } from '../transport/transport.js'
import { onWake } from '../core/wake.js'

/**
 * A connection that never gives up: WebSocket, else HTTP long polling, else REST polling, and back up again by itself.
 * Nothing happens before `start()`; importing this touches neither the page nor the network.
 */
export const createConnection = (options: ConnectionOptions): Connection => new LiveConnection(options)

class LiveConnection extends BaseConnection implements Connection {
  readonly serverUrl: string
  readonly #path: string | undefined
  readonly #credentials: RequestCredentials
  readonly #pace: Pace
  readonly #token: AccessToken
  readonly #stopping = new AbortController()
  #started = false
  #dialling = false
  #socket: Socket | null = null
  #uptime = startStopwatch()
  /** In a row; sets the wait before the next attempt. */
  #failures = 0
  #retryTimer: ReturnType<typeof setTimeout> | undefined
  #climbTimer: ReturnType<typeof setTimeout> | undefined

  constructor(options: ConnectionOptions) {
    super()
    this.serverUrl = options.serverUrl
    this.#path = options.path
    this.#pace = { ...PACE, ...options.pace }
    this.#credentials = options.credentials === 'include' ? 'include' : 'omit'
    const told = (token: string) => void this.#tell(token).catch(() => undefined)
    this.#token = new AccessToken(options, this.#pace.token, told)
  }

  start(): void {
    if (this.#started) return
    this.#started = true
    onWake(() => this.wake(), this.#stopping.signal)
    void this.#connect()
  }

  stop(): void {
    this.#stopping.abort()
    this.#token.stop()
    clearTimeout(this.#retryTimer)
    clearTimeout(this.#climbTimer)
    this.forgetListeners()
    this.#socket?.close()
    this.#socket = null
  }

  async request<R extends ClientRequest>(
    event: R,
    payload: ClientRequests[R]['payload'],
  ): Promise<ClientRequests[R]['data']> {
    return this.#withToken(async (token) => {
      const socket = this.#socket
      if (!socket) throw refusal()
      await this.#tell(token)
      const { heard } = socket
      try {
        return await socket.ask<ClientRequests[R]['data']>(event, payload, this.#pace.answer)
      } catch (error) {
        // Neither an answer nor a single byte in all that time: the line looks open and is dead.
        if (socket.heard === heard) socket.close()
        throw error
      }
    })
  }

  async rest<T>(method: RestMethod, path: string, body?: unknown): Promise<T> {
    // What is being told goes on after the end, what is asked does not.
    const stopping = method === 'GET' ? this.#stopping.signal : undefined
    try {
      return await this.#withToken((token) =>
        callRest<T>(this.serverUrl + path, {
          method,
          token,
          body,
          timeout: this.#pace.answer,
          stopping,
          credentials: this.#credentials,
        }),
      )
    } catch (error) {
      if (this.state.transport === 'rest' && toApiError(error).code === 'unavailable') {
        this.#setState('offline')
        this.#retry(backoff(this.#pace, 1))
      }
      throw error
    }
  }

  freshenToken(maxAge: number): Promise<void> {
    return this.#token.freshen(maxAge)
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
    if (!socket || socket.token === token) return
    socket.token = token
    await socket.ask('refresh_token', { token }, this.#pace.answer)
  }

  get #live(): boolean {
    return this.#started && !this.#stopping.signal.aborted
  }

  /** Tries for a socket now, whatever was being waited for. */
  async #connect(): Promise<void> {
    clearTimeout(this.#retryTimer)
    if (!this.#live || this.#dialling || this.#socket) return
    this.#dialling = true
    const { firstConnect, connect } = this.#pace
    const transports: TransportName[] = ['websocket', 'polling']
    if (this.#failures % 2) transports.reverse()
    try {
      this.#adopt(await this.#dial(transports, this.#failures ? connect : firstConnect))
    } catch (error) {
      this.#failed(toApiError(error))
    }
    this.#dialling = false
  }

  #dial(transports: TransportName[], timeout: number): Promise<Socket> {
    return this.#withToken((token) =>
      dial({
        serverUrl: this.serverUrl,
        path: this.#path,
        credentials: this.#credentials,
        token,
        transports,
        timeout,
        signal: this.#stopping.signal,
        onEvent: (event, payload) => this.tellEvent(event, payload),
      }),
    )
  }

  #adopt(socket: Socket): void {
    const previous = this.#socket
    if (!this.#live) return socket.close()
    if (!socket.connected) throw refusal()
    this.#socket = socket
    this.#uptime = startStopwatch()
    socket.onEnd = () => this.#lost(socket)
    previous?.close()
    clearTimeout(this.#retryTimer)
    this.#setState('connected', socket.transport)
    // At once where long polling was tried first, and WebSocket not at all.
    this.#climbLater(this.#failures % 2 ? 0 : this.#pace.climb)
    this.tellSync()
  }

  #lost(socket: Socket): void {
    if (this.#socket !== socket) return
    this.#socket = null
    // Accepted and thrown out again at once is a failure too; else a server that does so would be hammered.
    this.#failures = this.#uptime() < this.#pace.stable ? this.#failures + 1 : 0
    this.#setState('connecting')
    this.#retry(backoff(this.#pace, this.#failures))
  }

  #failed(error: ApiError): void {
    if (!this.#live) return
    this.#failures++
    if (error.code !== 'unavailable') {
      this.#setState('offline', null, error)
      this.#retry(retryDelay(error, this.#pace, this.#failures) ?? this.#pace.backoffMax)
      return
    }
    void this.#tryRest()
    // A WebSocket that is swallowed silently ends the first attempt only after a while: long polling follows at once.
    this.#retry(this.#failures === 1 ? 0 : backoff(this.#pace, this.#failures))
  }

  async #tryRest(): Promise<void> {
    try {
      await this.rest('GET', meRoute)
      if (this.#socket || this.state.transport) return
      this.#setState('connected', 'rest')
      this.tellSync()
    } catch (thrown) {
      const error = await explained(thrown, this.serverUrl, this.#pace.answer)
      if (!this.#socket) this.#setState('offline', null, error.code === 'unavailable' ? null : error)
    }
  }

  #retry(wait: number): void {
    clearTimeout(this.#retryTimer)
    if (this.#live) this.#retryTimer = setTimeout(() => void this.#connect(), wait)
  }

  /** On long polling, tries for a WebSocket beside it now and then, and changes over once that one is up. */
  #climbLater(wait = this.#pace.climb): void {
    const current = this.#socket
    clearTimeout(this.#climbTimer)
    this.#climbTimer = setTimeout(async () => {
      if (!current || this.#socket !== current || current.transport === 'websocket') return
      const better = await this.#dial(['websocket'], this.#pace.connect).catch(() => null)
      if (this.#socket !== current) better?.close()
      else if (better?.connected) this.#adopt(better)
      else this.#climbLater()
    }, wait)
  }

  /** The network may be back, or the tab is looked at again: nothing waits out its backoff now. */
  wake(): void {
    if (this.#socket) return this.tellSync()
    if (this.state.status === 'offline') this.#setState('connecting')
    void this.#connect()
  }

  #setState(
    status: ConnectionState['status'],
    transport: ConnectionState['transport'] = null,
    error: ConnectionState['error'] = null,
  ): void {
    const now = this.state
    if (!this.#live || (now.status === status && now.transport === transport && now.error === error)) return
    this.tellState({ status, transport, error })
  }
}
