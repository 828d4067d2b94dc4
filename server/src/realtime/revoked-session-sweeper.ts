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
  private asked: readonly Principal[] = []

  constructor(
    private readonly socketServer: SocketServer,
    private readonly accounts: AccountsService,
    private readonly tasks: IntervalTasks,
  ) {}

  onApplicationBootstrap(): void {
    this.tasks.start('close the sockets of revoked sessions', INTERVAL_MS, () => this.sweep())
  }

  async sweep(): Promise<void> {
    const sockets = this.closeExpired()
    if (sockets.length === 0) return
    const principals = this.principalsOf(sockets)
    const ended = new Set(await this.accounts.findEnded(principals))
    if (ended.size === 0) return
    for (const [at, socket] of sockets.entries()) {
      const { principal } = socket.data
      // A socket that has brought a new token meanwhile was checked when it did.
      if (principal === principals[at] && ended.has(principal)) socket.conn.close()
    }
  }

  /** @returns the others */
  private closeExpired(): ChatSocket[] {
    const now = Date.now()
    const others: ChatSocket[] = []
    for (const socket of this.socketServer.current?.sockets.values() ?? []) {
      if (socket.data.principal.expiresAt.getTime() <= now) socket.conn.close()
      else others.push(socket)
    }
    return others
  }

  /** The same array as last time, where they are the same: asking about it again costs less. */
  private principalsOf(sockets: ChatSocket[]): readonly Principal[] {
    const isSame = this.asked.length === sockets.length
    if (isSame && sockets.every(({ data }, at) => data.principal === this.asked[at])) return this.asked
    return (this.asked = sockets.map(({ data }) => data.principal))
  }
}
