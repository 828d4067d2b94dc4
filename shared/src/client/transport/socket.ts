import { connectPacket, eventPacket, readPacket, type Packet } from './packet.js'
import { openPolling } from './polling-transport.js'
import type { Ack } from '../../contract/socket.js'
import { Questions } from '../core/pending-requests.js'
import { refusal } from '../core/request-error.js'
import type { OpenTransport, Transport, TransportListener, TransportName } from './transport.js'
import { openWebSocket } from './websocket-transport.js'

const TRANSPORTS: Record<TransportName, OpenTransport> = { websocket: openWebSocket, polling: openPolling }

export interface SocketListener {
  /** The server has let us in. */
  connected(): void
  /** It would not; `error` is what it said. */
  refused(error: unknown): void
  event(event: string, payload: unknown): void
}

/**
 * A Socket.IO connection over one transport. It lives once: coming back, changing transports and asking for a new token
 * is its owner's.
 */
export class Socket {
  connected = false
  /** Packets so far, of whatever kind. */
  heard = 0
  /** Called when it is over, however that came about. */
  onEnd: () => void = () => undefined
  readonly #transport: Transport
  readonly #listener: SocketListener
  readonly #questions: Questions<number>
  #ended = false
  /** Milliseconds without a packet after which the line counts as dead; the server pings more often. */
  #silenceLimit = 0
  #silence: ReturnType<typeof setTimeout> | undefined

  /** @param token the one it came with, or was told later */
  constructor(
    readonly transport: TransportName,
    url: string,
    public token: string,
    listener: SocketListener,
    credentials?: RequestCredentials,
  ) {
    let asked = 0
    this.#questions = new Questions(() => asked++)
    this.#listener = listener
    const heard: TransportListener = { packet: (packet) => this.#hear(packet), end: () => this.close() }
    this.#transport = TRANSPORTS[transport](url, heard, credentials)
    globalThis.addEventListener?.('offline', this.close)
  }

  /**
   * One request, and its answer. @throws RequestError: the server's refusal, or `unavailable` when the answer does not
   * come within `timeout` milliseconds or the connection ends first.
   */
  async ask<T>(event: string, payload: unknown, timeout: number): Promise<T> {
    if (!this.connected) throw refusal()
    return this.#questions.ask<T>(timeout, (id) => this.#transport.send(eventPacket(id, event, payload)))
  }

  readonly close = (): void => {
    if (this.#ended) return
    this.#ended = true
    this.connected = false
    clearTimeout(this.#silence)
    globalThis.removeEventListener?.('offline', this.close)
    this.#transport.close()
    this.#questions.giveUp()
    this.onEnd()
  }

  #hear(text: string): void {
    const packet = readPacket(text)
    if (this.#ended) return
    if (!packet) return this.close()
    this.heard++
    this.#take(packet)
    clearTimeout(this.#silence)
    if (!this.#ended) this.#silence = setTimeout(this.close, this.#silenceLimit)
  }

  #take(packet: Packet): void {
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
        return this.#questions.answer(packet.id, packet.answer as Ack<unknown>)
    }
  }
}
