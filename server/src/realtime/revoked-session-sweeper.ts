import { Injectable, type OnApplicationBootstrap } from '@nestjs/common'
import { AccountsService } from '../auth/accounts.service.js'
import { IntervalTasks } from '../common/interval-tasks.js'
import type { Principal } from '../auth/principal.js'
import type { ChatSocket } from './chat-socket.js'
import { SocketServer } from './socket-server.js'

const INTERVAL_MS = 2_000

/**
 * Closes the sockets of this process whose token has expired or whose session has been revoked: at another process, or
 * in the database, where no event tells of it.
 *
 * It closes the connection rather than disconnecting the socket: a client takes that for a bad network and comes back by
 * itself, with a new token if it gets one.
 */
@Injectable()
export class RevokedSessionSweeper implements OnApplicationBootstrap {
  constructor(
    private readonly socketServer: SocketServer,
    private readonly accounts: AccountsService,
    private readonly tasks: IntervalTasks,
  ) {}

  onApplicationBootstrap(): void {
    this.tasks.start('close the sockets of revoked sessions', INTERVAL_MS, () => this.sweep())
  }

  async sweep(): Promise<void> {
    const now = new Date()
    const principals = new Map<ChatSocket, Principal>()
    for (const socket of this.socketServer.current?.sockets.values() ?? []) {
      if (socket.data.principal.expiresAt <= now) socket.conn.close()
      else principals.set(socket, socket.data.principal)
    }
    if (principals.size === 0) return
    const active = await this.accounts.findActive([...principals.values()])
    for (const [socket, principal] of principals) {
      // A socket that has brought a new token meanwhile was checked when it did.
      if (socket.data.principal === principal && !active.has(principal)) socket.conn.close()
    }
  }
}
