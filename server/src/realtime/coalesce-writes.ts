import type { Socket } from 'socket.io'

type Connection = Socket['conn']

/** What Engine.IO's connections have beside their types: it calls `flush` after every packet. */
interface Flushable {
  flush(): void
  readonly writeBuffer: readonly { readonly options?: { readonly wsPreEncodedFrame?: Buffer[] } }[]
  readonly transport: { readonly socket?: { readonly _socket?: { cork(): void; uncork(): void } } }
}

const waiting = new Set<Flushable>()

/**
 * Writes all packets that a turn of the event loop has for a client in one go: the acknowledgement of a message with its
 * broadcast, or the cards of all chats that have changed. Each write is a system call, and costs more than all else that is
 * done for a packet.
 */
export function coalesceWrites(connection: Connection): void {
  Object.assign(connection, { flush: flushLater })
}

function flushLater(this: Flushable): void {
  // In the next tick all promises have settled that this turn settles.
  if (waiting.size === 0) process.nextTick(flushAll)
  waiting.add(this)
}

function flushAll(): void {
  const connections = [...waiting]
  waiting.clear()
  for (const connection of connections) {
    // Without a WebSocket there is one answer to write.
    const stream = connection.transport.socket?._socket
    for (const { options } of connection.writeBuffer) joinFrame(options?.wsPreEncodedFrame)
    stream?.cork()
    ;(Object.getPrototypeOf(connection) as Flushable).flush.call(connection)
    stream?.uncork()
  }
}

/** Socket.IO encodes a broadcast once for all sockets, as a head and a body that would be written one by one to each. */
function joinFrame(frame: Buffer[] | undefined): void {
  if (frame && frame.length > 1) frame.splice(0, frame.length, Buffer.concat(frame))
}
