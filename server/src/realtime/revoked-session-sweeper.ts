import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common'
import { AccountsService } from '../auth/accounts.service.js'
import type { Principal } from '../auth/principal.js'
import type { ChatServer, ChatSocket } from './chat-socket.js'

const INTERVAL_MS = 2_000

/**
 * Closes the sockets of this process whose token has expired or whose session has been revoked: at another process, or
 * in the database, where no event tells of it.
 *
 * It closes the connection rather than disconnecting the socket: a client takes that for a bad network and comes back by
 * itself, with a new token if it gets one.
 */
@Injectable()
export class RevokedSessionSweeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(RevokedSessionSweeper.name)
  private timer: NodeJS.Timeout | undefined
  private server: ChatServer | null = null

  constructor(private readonly accounts: AccountsService) {}

  attach(server: ChatServer): void {
    this.server = server
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.sweep(), INTERVAL_MS).unref()
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer)
  }

  async sweep(): Promise<void> {
    const now = new Date()
    const principals = new Map<ChatSocket, Principal>()
    for (const socket of this.server?.sockets.sockets.values() ?? []) {
      if (socket.data.principal.expiresAt <= now) socket.conn.close()
      else principals.set(socket, socket.data.principal)
    }
    if (principals.size === 0) return
    try {
      const active = await this.accounts.findActive([...principals.values()])
      for (const [socket, principal] of principals) {
        // A socket that has brought a new token meanwhile was checked when it did.
        if (socket.data.principal === principal && !active.has(principal)) socket.conn.close()
      }
    } catch (error) {
      this.logger.warn(`Failed to look for revoked sessions: ${String(error)}`)
    }
  }
}
