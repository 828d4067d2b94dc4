import type { Socket } from 'socket.io'

type Connection = Socket['conn']

/** What may wait for a client that does not read, in characters, beyond what is on its way already. */
export const MAX_WAITING = 1024 * 1024

/**
 * Hangs up on a client that reads more slowly than it is written to, before what waits for it fills the server's memory.
 * It comes back by itself and fetches what it has missed, page by page and at its own pace.
 */
export function boundBuffer(connection: Connection): void {
  let waiting = 0
  connection.on('packetCreate', ({ data }: { data?: string | Buffer }) => {
    // Asked before this one is counted: a single large answer is no backlog.
    if (waiting > MAX_WAITING) connection.close(true)
    waiting += data?.length ?? 0
  })
  connection.on('flush', () => {
    waiting = 0
  })
}

const waiting = new WeakMap<Connection, (() => void)[]>()

/** Calls back once nothing waits for the client to read it any more, or the client is gone. */
export function onceTaken(connection: Connection, callback: () => void): void {
  if (isTaken(connection)) return callback()
  const others = waiting.get(connection)
  if (others) others.push(callback)
  else {
    waiting.set(connection, [callback])
    lookAgain(connection)
  }
}

function lookAgain(connection: Connection): void {
  const { transport } = connection
  const look = () => {
    transport.off('drain', look)
    connection.off('drain', look).off('close', look)
    // What it tells of is over when its listeners have been called.
    setImmediate(() => {
      if (!isTaken(connection)) return lookAgain(connection)
      const callbacks = waiting.get(connection) ?? []
      waiting.delete(connection)
      for (const callback of callbacks) callback()
    })
  }
  transport.on('drain', look)
  // Also where another transport has taken over.
  connection.on('drain', look).on('close', look)
}

function isTaken(connection: Connection): boolean {
  if (connection.readyState === 'closed') return true
  const { writeBuffer, transport } = connection as unknown as {
    writeBuffer: unknown[]
    transport: { writable: boolean }
  }
  return writeBuffer.length === 0 && transport.writable
}
