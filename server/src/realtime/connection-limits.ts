import { Injectable } from '@nestjs/common'
import type { Socket } from 'socket.io'

type Connection = Socket['conn']

/** Most connections without a CONNECT packet. Clients send it at once, but thousands may connect at the same time. */
export const MAX_SILENT = 2_000

/** Most connections whose token is waiting to be verified. */
export const MAX_JOINING = 5_000

/** Milliseconds within which a connection must have been let in. */
export const JOIN_WITHIN_MS = 30_000

/** Packets other than events that a connection may send in a window: it has a heartbeat to answer, and little else. */
const MAX_OTHER_PACKETS = 100
const WINDOW_MS = 10_000

/** A received packet, as Engine.IO passes it on. */
interface Packet {
  readonly type: string
  readonly data?: unknown
}

/**
 * Limits connections before they are authenticated, and the packets they send beside events; what is over a limit is
 * disconnected. Socket.IO lets one connection open any number of sockets, each with a token of its own; here it is one.
 */
@Injectable()
export class ConnectionLimits {
  private readonly silent = new Set<Connection>()
  private readonly joining = new Set<Connection>()

  /** How many connections are not authenticated yet. */
  get strangers(): number {
    return this.silent.size + this.joining.size
  }

  watch(connection: Connection): void {
    this.silent.add(connection)
    closeOldest(this.silent, MAX_SILENT)
    const isWithin = packetLimit()
    let asked = false
    connection.on('packet', (packet: Packet) => {
      if (isConnect(packet)) {
        // A second CONNECT, whatever its namespace, is refused before its token is read.
        if (asked) return connection.close(true)
        asked = true
        this.startJoining(connection)
      } else if (!isEvent(packet) && !isWithin()) connection.close(true)
    })
    connection.once('close', () => this.forget(connection))
  }

  /** The connection is authenticated. */
  joined(connection: Connection): void {
    this.forget(connection)
  }

  private startJoining(connection: Connection): void {
    this.silent.delete(connection)
    this.joining.add(connection)
    closeOldest(this.joining, MAX_JOINING)
  }

  private forget(connection: Connection): void {
    this.silent.delete(connection)
    this.joining.delete(connection)
  }
}

function closeOldest(connections: Set<Connection>, limit: number): void {
  const [oldest] = connections
  if (connections.size > limit) oldest?.close(true)
}

function packetLimit(): () => boolean {
  let [since, packets] = [performance.now(), 0]
  return () => {
    const now = performance.now()
    if (now - since > WINDOW_MS) [since, packets] = [now, 0]
    return ++packets <= MAX_OTHER_PACKETS
  }
}

/** Socket.IO packets begin with the digit of their type: 0 CONNECT, 2 EVENT, 5 BINARY_EVENT; attachments are no text. */
function isConnect({ type, data }: Packet): boolean {
  return type === 'message' && typeof data === 'string' && data.startsWith('0')
}

function isEvent({ type, data }: Packet): boolean {
  return type === 'message' && typeof data === 'string' && (data.startsWith('2') || data.startsWith('5'))
}
