import { connectPacket, eventPacket, readPacket, type Packet } from './packet.js'
import { openPolling } from './polling-transport.js'
import type { Ack } from '../../contract/socket.js'
import { PendingRequests } from '../core/pending-requests.js'
import { unavailable } from '../core/request-error.js'
import type { OpenTransport, Transport, TransportListener, TransportName } from './transport.js'
import { openWebSocket } from './websocket-transport.js'

const TRANSPORTS: Record<TransportName, OpenTransport> = { websocket: openWebSocket, polling: openPolling }

export interface SocketListener {
  /** The server has accepted the token. */
  connected(): void
  /** It has not; `error` is its answer. */
  refused(error: unknown): void
  event(event: string, payload: unknown): void
}

/**
 * A Socket.IO connection over one transport, used once: connecting again, changing transports and renewing the token are
 * up to its owner.
 */
export class Socket {
  connected = false
  /** Of every kind, pings included. */
  packetsReceived = 0
  /** Called once when the connection ends, by either side. */
  onEnd: () => void = () => undefined
  readonly #transport: Transport
  readonly #listener: SocketListener
  readonly #pending: PendingRequests<number>
  #ended = false
  /** Milliseconds without a packet after which the line counts as dead; the server pings more often. */
  #silenceLimit = 0
  #silence: ReturnType<typeof setTimeout> | undefined

  /** @param token the one it was opened with, replaced when the server has been given a newer one */
  constructor(
    readonly transport: TransportName,
    url: string,
    public token: string,
    listener: SocketListener,
    credentials: RequestCredentials,
  ) {
    let requests = 0
    this.#pending = new PendingRequests(() => requests++)
    this.#listener = listener
    const transportListener: TransportListener = { packet: (packet) => this.#onData(packet), end: () => this.close() }
    this.#transport = TRANSPORTS[transport](url, transportListener, credentials)
    globalThis.addEventListener?.('offline', this.close)
  }

  /**
   * Emits an event and waits for its acknowledgement. @throws RequestError: the server's refusal, or `unavailable` when the answer does not
   * come within `timeout` milliseconds or the connection ends first.
   */
  async request<T>(event: string, payload: unknown, timeout: number): Promise<T> {
    if (!this.connected) throw unavailable()
    return this.#pending.add<T>(timeout, (id) => this.#transport.send(eventPacket(id, event, payload)))
  }

  readonly close = (): void => {
    if (this.#ended) return
    this.#ended = true
    this.connected = false
    clearTimeout(this.#silence)
    globalThis.removeEventListener?.('offline', this.close)
    this.#transport.close()
    this.#pending.rejectAll()
    this.onEnd()
  }

  #onData(text: string): void {
    const packet = readPacket(text)
    if (this.#ended) return
    if (!packet) return this.close()
    this.packetsReceived++
    this.#onPacket(packet)
    clearTimeout(this.#silence)
    if (!this.#ended) this.#silence = setTimeout(this.close, this.#silenceLimit)
  }

  #onPacket(packet: Packet): void {
    switch (packet.type) {
      case 'open':
        this.#silenceLimit = packet.silenceLimit
        return this.#transport.send(connectPacket(this.token))
      case 'ping':
        return this.#transport.send(packet.pong)
      case 'connected':
        this.connected = true
        return this.#listener.connected()
      case 'refused':
        return this.#listener.refused(packet.error)
      case 'event':
        return this.#listener.event(packet.event, packet.payload)
      case 'answer':
        return this.#pending.resolve(packet.id, packet.answer as Ack<unknown>)
    }
  }
}
