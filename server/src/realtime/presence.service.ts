import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common'
import { STAFF_ROOM } from '@support-chat/shared'
import { LastSeen } from '../users/last-seen.service.js'
import { type Gone, PresenceStore, STAFF } from '../presence/presence-store.js'
import { Broadcaster } from './broadcaster.js'
import { type ChatServer, type ChatSocket, rooms } from './chat-socket.js'

/** How long someone may be gone, in milliseconds, before it is told: a page that reloads is back by then. */
const GRACE_MS = 1_000

/** What was told of somebody, until it has been looked at again. */
interface Told {
  readonly chatId: string
  readonly online: boolean
  /** Not everybody has heard it. */
  readonly again: boolean
}

/**
 * Tells each side whether the other one is there, when that changes: not for each socket that comes or goes. The sockets
 * of all processes count, and what a process said that has died is put right once its lease is over.
 */
@Injectable()
export class PresenceService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(PresenceService.name)
  private readonly leaving = new Set<NodeJS.Timeout>()
  /** Of whom it is being written down whether they are here, and whether to look again after that. */
  private readonly settling = new Map<string, boolean>()
  private readonly told = new Map<string, Told>()
  private server: ChatServer | null = null

  constructor(
    private readonly broadcaster: Broadcaster,
    private readonly store: PresenceStore,
    private readonly lastSeen: LastSeen,
  ) {}

  attach(server: ChatServer): void {
    this.server = server
  }

  onApplicationBootstrap(): void {
    this.store.onSwept = (gone) => void this.lookAgain(gone)
    this.store.onReturned = () => this.tellAllAgain()
  }

  onApplicationShutdown(): void {
    for (const timer of this.leaving) clearTimeout(timer)
  }

  async connected(socket: ChatSocket): Promise<void> {
    const { chatId } = socket.data
    void this.settle(idOf(socket), chatId ?? '')
    if (chatId === null) return
    this.broadcaster.presenceTo(socket, chatId, 'admin', this.isHere(STAFF) || (await this.store.isOnline(STAFF)))
  }

  /** Staff who enter a chat learn whether its user is there, and the user that staff are. */
  async staffJoined(socket: ChatSocket, chatId: string, userId: string): Promise<void> {
    this.broadcaster.staffPresence(true, chatId)
    this.broadcaster.presenceTo(socket, chatId, 'user', this.isHere(userId) || (await this.store.isOnline(userId)))
  }

  disconnected(socket: ChatSocket): void {
    this.lastSeen.notice(socket.data.principal.id)
    const timer = setTimeout(() => {
      this.leaving.delete(timer)
      void this.settle(idOf(socket), socket.data.chatId ?? '')
    }, GRACE_MS)
    this.leaving.add(timer)
  }

  /** One at a time for each account; who comes or goes meanwhile is looked at afterwards, as things stand then. */
  private async settle(id: string, chatId: string): Promise<void> {
    if (this.settling.has(id)) {
      this.settling.set(id, true)
      return
    }
    do {
      this.settling.set(id, false)
      const online = this.isHere(id)
      const isNews = online ? await this.store.add(id, chatId) : await this.store.remove(id)
      if (isNews) this.tell(id, chatId, online)
    } while (this.settling.get(id))
    this.settling.delete(id)
  }

  private tell(id: string, chatId: string, online: boolean): void {
    // Of two processes that tell at the same moment the wrong one may be heard last.
    if (this.store.isShared) this.told.set(id, { chatId, online, again: this.store.isAlone })
    if (id === STAFF) this.broadcaster.staffPresence(online)
    else this.broadcaster.userPresence(chatId, online)
  }

  /** What was told since the last time, and who has vanished with a process. */
  private async lookAgain(gone: Gone): Promise<void> {
    for (const [id, chatId] of gone) this.told.set(id, { chatId, online: true, again: false })
    if (this.store.isAlone || this.told.size === 0) return
    const told = [...this.told]
    try {
      const online = await this.store.filterOnline(told.map(([id]) => id))
      if (this.store.isAlone) return
      for (const [id, was] of told) {
        if (this.told.get(id) === was) this.told.delete(id)
        if (was.again || online.has(id) !== was.online) this.tell(id, was.chatId, online.has(id))
      }
    } catch (error) {
      this.logger.warn(`Failed to look at who is connected: ${String(error)}`)
    }
  }

  /** Others may have said that everybody here is gone. */
  private tellAllAgain(): void {
    for (const { data } of this.server?.sockets.sockets.values() ?? []) {
      const id = data.chatId === null ? STAFF : data.principal.id
      this.told.set(id, { chatId: data.chatId ?? '', online: true, again: true })
    }
  }

  private isHere(id: string): boolean {
    return this.server?.sockets.adapter.rooms.has(id === STAFF ? STAFF_ROOM : rooms.account(id)) ?? false
  }
}

/** All of staff are one. */
function idOf({ data: { chatId, principal } }: ChatSocket): string {
  return chatId === null ? STAFF : principal.id
}
