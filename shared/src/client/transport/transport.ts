export type TransportName = 'websocket' | 'polling'

/** Carries the packets of Engine.IO, each a text, in order. */
export interface Transport {
  send(packet: string): void
  /** Ends it without calling `end`. */
  close(): void
}

/** What a transport calls back; nothing any more once it has ended or was closed. */
export interface TransportListener {
  packet(packet: string): void
  /** It has failed, or the other side has hung up. */
  end(): void
}

/**
 * @param url with everything but the transport's own parameters in it
 * @param credentials whether cookies go along, where the transport leaves the choice
 */
export type OpenTransport = (url: string, listener: TransportListener, credentials: RequestCredentials) => Transport
