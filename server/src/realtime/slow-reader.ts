import type { Socket } from 'socket.io'

/** What may wait for a client that does not read, in characters, beyond what is on its way already. */
export const MAX_WAITING = 1024 * 1024

/**
 * Hangs up on a client that reads more slowly than it is written to, before what waits for it fills the server's memory.
 * It comes back by itself and fetches what it has missed, page by page and at its own pace.
 */
export function boundBuffer(connection: Socket['conn']): void {
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
