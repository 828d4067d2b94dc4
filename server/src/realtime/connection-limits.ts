import { Injectable } from '@nestjs/common'
import type { Socket } from 'socket.io'

type Connection = Socket['conn']

/** Connections that have not asked to be let in yet. One that means to does so at once, but thousands may come at once. */
export const MAX_SILENT = 2_000

/** Connections that have asked, and wait for their token to be looked at. */
export const MAX_JOINING = 5_000

/** Milliseconds in which a connection must have been let in. */
export const JOIN_WITHIN_MS = 30_000

/** Packets other than events that a connection may send in a window: it has a heartbeat to answer, and little else. */
const MAX_OTHER_PACKETS = 100
const WINDOW_MS = 10_000

/** What Engine.IO tells of a packet that came in. */
interface Packet {
  readonly type: string
  readonly data?: unknown
}

/**
 * Bounds what connections cost before anyone is known to be behind them, and what they send beside events. Who is over
 * a bound is cut off. Socket.IO lets one connection ask for any number of sockets, each with a token of its own; here it
 * is one.
 */
@Injectable()
export class ConnectionLimits {
  private readonly silent = new Set<Connection>()
  private readonly joining = new Set<Connection>()

  /** Connections that nobody is known to be behind. */
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
        // Before the second one's token is read, and whatever its namespace.
        if (asked) return connection.close(true)
        asked = true
        this.startJoining(connection)
      } else if (!isEvent(packet) && !isWithin()) connection.close(true)
    })
    connection.once('close', () => this.forget(connection))
  }

  /** It is known who is behind it. */
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
