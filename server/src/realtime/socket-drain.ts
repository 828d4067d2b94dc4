import { setTimeout as delay } from 'node:timers/promises'
import { Injectable, Logger } from '@nestjs/common'
import { SocketServer } from './socket-server.js'

/** Sockets that are closed in a second, unless it would take too long. */
const PER_SECOND = 50
/** Milliseconds within which all are closed: little enough for a shutdown to end in time. */
const MAX_MS = 12_000
const SLICE_MS = 100
/** Milliseconds by which a client that was closed is back, wherever new connections lead to. */
const BACK_MS = 2_500

/**
 * Closes the sockets of a process that is about to stop a few at a time, once new connections lead to other processes: if
 * all came back in the same second, those would be busy for longer than anybody waits for a message to be sent.
 */
@Injectable()
export class SocketDrain {
  private readonly logger = new Logger(SocketDrain.name)

  constructor(private readonly socketServer: SocketServer) {}

  /** Ends early where clients come back here: there is no other process, and closing them would help nobody. */
  async run(): Promise<void> {
    const sockets = [...(this.socketServer.current?.sockets.values() ?? [])]
    const perSlice = Math.ceil(Math.max((PER_SECOND * SLICE_MS) / 1_000, (sockets.length * SLICE_MS) / MAX_MS))
    this.logger.log(`Closing sockets, a few at a time: sockets=${sockets.length}`)
    const began = performance.now()
    for (let closed = 0; closed < sockets.length && !this.comeBackHere(sockets.length, closed, began);) {
      for (const socket of sockets.slice(closed, closed + perSlice)) socket.conn.close()
      closed += perSlice
      await delay(SLICE_MS)
    }
  }

  private comeBackHere(all: number, closed: number, began: number): boolean {
    const open = this.socketServer.current?.sockets.size ?? 0
    return performance.now() - began > BACK_MS && open > all - closed / 2
  }
}
