import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common'
import { AccountsService } from '../auth/accounts.service.js'
import type { ChatServer, ChatSocket } from './chat-socket.js'

const INTERVAL_MS = 2_000

/**
 * Closes the sockets of this process whose token has expired or whose account has been shut out, also where nobody was
 * told of it.
 *
 * The connection is cut rather than the socket dismissed: a client takes that for a bad network and comes back by
 * itself, with a new token if it gets one.
 */
@Injectable()
export class SessionWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(SessionWatch.name)
  private timer: NodeJS.Timeout | undefined
  private server: ChatServer | null = null

  constructor(private readonly accounts: AccountsService) {}

  attach(server: ChatServer): void {
    this.server = server
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.check(), INTERVAL_MS).unref()
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer)
  }

  /** Looks now. */
  async check(): Promise<void> {
    const now = new Date()
    const sockets: ChatSocket[] = [...(this.server?.sockets.sockets.values() ?? [])]
    const [expired, live] = [sockets.filter(expiredAt(now)), sockets.filter((socket) => !expiredAt(now)(socket))]
    for (const socket of expired) socket.conn.close()
    if (live.length === 0) return
    const asked = live.map((socket) => ({ socket, principal: socket.data.principal }))
    try {
      const good = await this.accounts.stillGood(asked.map(({ principal }) => principal))
      // Whoever has brought a new token meanwhile was let in with it just now.
      const isSame = ({ socket, principal }: (typeof asked)[number]) => socket.data.principal === principal
      for (const each of asked) if (isSame(each) && !good.has(each.principal)) each.socket.conn.close()
    } catch (error) {
      this.logger.warn(`Live sessions could not be checked: ${String(error)}`)
    }
  }
}

const expiredAt = (now: Date) => (socket: ChatSocket) => socket.data.principal.expiresAt <= now
