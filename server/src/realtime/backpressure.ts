import type { Socket } from 'socket.io'

type Connection = Socket['conn']

/** Most characters that are buffered for a client that reads too slowly, beside what its transport is writing. */
export const MAX_SEND_BUFFER = 1024 * 1024

/**
 * Closes the connection of a client that reads more slowly than it is written to, before its send buffer fills the
 * server's memory. The client reconnects by itself and fetches what it has missed, page by page, at its own pace.
 */
export function limitSendBuffer(connection: Connection): void {
  let buffered = 0
  connection.on('packetCreate', ({ data }: { data?: string | Buffer }) => {
    // Checked before this packet is counted: a single large answer is no backlog.
    if (buffered > MAX_SEND_BUFFER) connection.close(true)
    buffered += data?.length ?? 0
  })
  connection.on('flush', () => {
    buffered = 0
  })
}

const callbacksOf = new WeakMap<Connection, (() => void)[]>()

/** Calls back once everything has been written to the client, or the client is gone. */
export function onceDrained(connection: Connection, callback: () => void): void {
  if (isDrained(connection)) return callback()
  const others = callbacksOf.get(connection)
  if (others) others.push(callback)
  else {
    callbacksOf.set(connection, [callback])
    checkOnDrain(connection)
  }
}

function checkOnDrain(connection: Connection): void {
  const { transport } = connection
  const check = () => {
    transport.off('drain', check).off('ready', check)
    connection.off('drain', check).off('upgrade', check).off('close', check)
    // While the listeners of `drain` run, the buffer is not empty yet.
    setImmediate(() => {
      if (!isDrained(connection)) return checkOnDrain(connection)
      const callbacks = callbacksOf.get(connection) ?? []
      callbacksOf.delete(connection)
      for (const callback of callbacks) callback()
    })
  }
  // Long polling writes an answer and is writable again only once the client has asked for the next: then it is ready.
  transport.on('drain', check).on('ready', check)
  connection.on('drain', check).on('upgrade', check).on('close', check)
}

function isDrained(connection: Connection): boolean {
  if (connection.readyState === 'closed') return true
  const { writeBuffer, transport } = connection as unknown as {
    writeBuffer: unknown[]
    transport: { writable: boolean }
  }
  return writeBuffer.length === 0 && transport.writable
}
