import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common'
import { STAFF_ROOM } from '@support-chat/shared'
import { LastSeen } from '../auth/last-seen.service.js'
import { OnlineUsers } from '../presence/online-users.js'
import { Broadcaster } from './broadcaster.js'
import { type ChatServer, type ChatSocket, rooms } from './chat-socket.js'

/** How long someone may be gone, in milliseconds, before it is told: a page that reloads is back by then. */
const GRACE_MS = 1_000

/** Tells each side whether the other one is there. The sockets of all processes count. */
@Injectable()
export class PresenceService implements OnApplicationShutdown {
  private readonly logger = new Logger(PresenceService.name)
  private readonly leaving = new Set<NodeJS.Timeout>()
  private server: ChatServer | null = null

  constructor(
    private readonly broadcaster: Broadcaster,
    private readonly onlineUsers: OnlineUsers,
    private readonly lastSeen: LastSeen,
  ) {}

  attach(server: ChatServer): void {
    this.server = server
  }

  onApplicationShutdown(): void {
    for (const timer of this.leaving) clearTimeout(timer)
  }

  async connected(socket: ChatSocket): Promise<void> {
    const { chatId, principal } = socket.data
    if (chatId === null) {
      this.broadcaster.staffPresence(true)
      return
    }
    void this.onlineUsers.came(principal.id)
    this.broadcaster.userPresence(chatId, true)
    this.broadcaster.presenceTo(socket, chatId, 'admin', await this.isAnyone(STAFF_ROOM))
  }

  /** Staff who enter a chat learn whether its user is there, and the user that staff are. */
  async staffJoined(socket: ChatSocket, chatId: string, userId: string): Promise<void> {
    this.broadcaster.staffPresence(true, chatId)
    this.broadcaster.presenceTo(socket, chatId, 'user', await this.isAnyone(rooms.account(userId)))
  }

  disconnected({ data: { chatId, principal } }: ChatSocket): void {
    this.lastSeen.notice(principal.id)
    const timer = setTimeout(() => {
      this.leaving.delete(timer)
      void this.tellLeft(chatId, principal.id)
    }, GRACE_MS)
    this.leaving.add(timer)
  }

  private async tellLeft(chatId: string | null, accountId: string): Promise<void> {
    const room = chatId === null ? STAFF_ROOM : rooms.account(accountId)
    if (this.isHere(room)) return
    const anywhere = await this.isAnyone(room)
    if (chatId !== null) await this.onlineUsers.left(accountId, anywhere)
    if (anywhere) return
    if (chatId === null) this.broadcaster.staffPresence(false)
    else this.broadcaster.userPresence(chatId, false)
  }

  private isHere(room: string): boolean {
    return this.server?.sockets.adapter.rooms.has(room) ?? false
  }

  /** This process's own sockets answer at once; the others are asked only when there is none. */
  private async isAnyone(room: string): Promise<boolean> {
    if (!this.server) return false
    if (this.isHere(room)) return true
    try {
      return (await this.server.in(room).fetchSockets()).length > 0
    } catch (error) {
      // Redis has said once that it is away: not again for everyone who comes and goes.
      this.logger.debug(`The other processes did not say who is connected: ${String(error)}`)
      return false
    }
  }
}
