import { AccessToken } from './access-token.js'
import { BaseConnection } from './base-connection.js'
import type { Connection, ConnectionOptions, ConnectionState, RestMethod } from './connection.js'
import { openSocket } from '../transport/open-socket.js'
import type { ApiError } from '../../contract/errors.js'
import { explainError } from '../core/explain-error.js'
import { backoff } from '../core/timings.js'
import type { ClientRequest, ClientRequests } from '../../contract/socket.js'
import { unavailable, retryDelay, toApiError } from '../core/request-error.js'
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
  readonly #path: string | undefined
  readonly #credentials: RequestCredentials
  readonly #token: AccessToken
  #started = false
  #connecting = false
  #socket: Socket | null = null
  #uptime = startStopwatch()
  /** In a row; sets the wait before the next attempt. */
  #failures = 0
  #retryTimer: ReturnType<typeof setTimeout> | undefined
  #upgradeTimer: ReturnType<typeof setTimeout> | undefined

  constructor(options: ConnectionOptions) {
    super(options)
    this.#path = options.path
    this.#credentials = options.credentials === 'include' ? 'include' : 'omit'
    const onRenewed = (token: string) => void this.#syncToken(token).catch(() => undefined)
    this.#token = new AccessToken(options, this.timings.token, onRenewed)
  }

  start(): void {
    if (this.#started) return
    this.#started = true
    onWake(() => this.wake(), this.stopping.signal)
    void this.#connect()
  }

  override stop(): void {
    super.stop()
    this.#token.stop()
    clearTimeout(this.#retryTimer)
    clearTimeout(this.#upgradeTimer)
    this.#socket?.close()
    this.#socket = null
  }

  async request<R extends ClientRequest>(
    event: R,
    payload: ClientRequests[R]['payload'],
  ): Promise<ClientRequests[R]['data']> {
    return this.#token.use(async (token) => {
      const socket = this.#socket
      if (!socket) throw unavailable()
      await this.#syncToken(token)
      const { packetsReceived } = socket
      try {
        return await socket.request<ClientRequests[R]['data']>(event, payload, this.timings.requestTimeout)
      } catch (error) {
        // Not a single packet in all that time: the connection looks open and is dead.
        if (socket.packetsReceived === packetsReceived) socket.close()
        throw error
      }
    })
  }

  async rest<T>(method: RestMethod, path: string, body?: unknown, timeout = this.timings.requestTimeout): Promise<T> {
    // After `stop` nobody waits for what was being read; what was being written still goes out.
    const stopping = method === 'GET' ? this.stopping.signal : undefined
    try {
      return await this.#token.use((token) =>
        callRest<T>(this.serverUrl + path, {
          method,
          token,
          body,
          timeout,
          stopping,
          credentials: this.#credentials,
        }),
      )
    } catch (error) {
      if (this.state.transport === 'rest' && toApiError(error).code === 'unavailable') {
        this.#setState('offline')
        this.#retry(backoff(this.timings, 1))
      }
      throw error
    }
  }

  freshenToken(maxAge: number): Promise<void> {
    return this.#token.freshen(maxAge)
  }

  /** Sends the socket a token that is newer than the one it has. */
  async #syncToken(token: string): Promise<void> {
    const socket = this.#socket
    if (!socket || socket.token === token) return
    socket.token = token
    await socket.request('refresh_token', { token }, this.timings.requestTimeout)
  }

  get #live(): boolean {
    return this.#started && !this.stopping.signal.aborted
  }

  /** Tries to open a socket now. */
  async #connect(): Promise<void> {
    clearTimeout(this.#retryTimer)
    if (!this.#live || this.#connecting || this.#socket) return
    this.#connecting = true
    const { firstConnect, connect } = this.timings
    const transports: TransportName[] = ['websocket', 'polling']
    if (this.#failures % 2) transports.reverse()
    try {
      this.#use(await this.#openSocket(transports, this.#failures ? connect : firstConnect))
    } catch (error) {
      this.#onConnectError(toApiError(error))
    }
    this.#connecting = false
  }

  #openSocket(transports: TransportName[], timeout: number): Promise<Socket> {
    return this.#token.use((token) =>
      openSocket({
        serverUrl: this.serverUrl,
        path: this.#path,
        credentials: this.#credentials,
        token,
        transports,
        timeout,
        signal: this.stopping.signal,
        onEvent: (event, payload) => this.emitEvent(event, payload),
      }),
    )
  }

  #use(socket: Socket): void {
    const previous = this.#socket
    if (!this.#live) return socket.close()
    if (!socket.connected) throw unavailable()
    this.#socket = socket
    this.#uptime = startStopwatch()
    socket.onEnd = () => this.#onSocketEnd(socket)
    previous?.close()
    clearTimeout(this.#retryTimer)
    // At once where long polling was tried first.
    this.#scheduleUpgrade(this.#failures % 2 ? 0 : this.timings.upgradeInterval)
    this.#onConnected(socket.transport)
  }

  #onConnected(transport: ConnectionState['transport']): void {
    this.#setState('connected', transport)
    this.emitSync()
  }

  #onSocketEnd(socket: Socket): void {
    if (this.#socket !== socket) return
    this.#socket = null
    // A server that accepts a socket and closes it at once counts as failing, and is not hammered.
    this.#failures = this.#uptime() < this.timings.stableAfter ? this.#failures + 1 : 0
    this.#setState('connecting')
    this.#retry(backoff(this.timings, this.#failures))
  }

  #onConnectError(error: ApiError): void {
    if (!this.#live) return
    this.#failures++
    if (error.code !== 'unavailable') {
      this.#setState('offline', null, error)
      this.#retry(retryDelay(error, this.timings, this.#failures) ?? this.timings.backoffMax)
      return
    }
    void this.#tryRest()
    // Where something swallows the WebSocket, the first attempt has waited already: long polling follows at once.
    this.#retry(this.#failures === 1 ? 0 : backoff(this.timings, this.#failures))
  }

  async #tryRest(): Promise<void> {
    try {
      await this.rest('GET', meRoute)
      if (!this.#socket && !this.state.transport) this.#onConnected('rest')
    } catch (thrown) {
      const error = await explainError(thrown, this.serverUrl, this.timings.requestTimeout)
      if (!this.#socket) this.#setState('offline', null, error.code === 'unavailable' ? null : error)
    }
  }

  #retry(wait: number): void {
    clearTimeout(this.#retryTimer)
    if (this.#live) this.#retryTimer = setTimeout(() => void this.#connect(), wait)
  }

  /** On long polling, tries to open a WebSocket now and then, and changes over once that is connected. */
  #scheduleUpgrade(wait = this.timings.upgradeInterval): void {
    const current = this.#socket
    clearTimeout(this.#upgradeTimer)
    this.#upgradeTimer = setTimeout(async () => {
      if (!current || this.#socket !== current || current.transport === 'websocket') return
      const better = await this.#openSocket(['websocket'], this.timings.connect).catch(() => null)
      if (this.#socket !== current) better?.close()
      else if (better?.connected) this.#use(better)
      else this.#scheduleUpgrade()
    }, wait)
  }

  /** The network may be back, or the tab is shown again. */
  wake(): void {
    if (this.#socket) return this.emitSync()
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
    this.emitState({ status, transport, error })
  }
}
