import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common'
import { LastSeenService } from '../users/last-seen.service.js'
import { type Gone, PresenceStore, STAFF } from '../presence/presence-store.js'
import { WelcomeService } from '../widget-settings/welcome.service.js'
import { Broadcaster } from './broadcaster.js'
import { type ChatSocket, isAnswering, rooms } from './chat-socket.js'
import { SocketServer } from './socket-server.js'

/** Milliseconds after a disconnect until it is announced: a page that reloads is back by then. */
const GRACE_MS = 1_000

/** The last announcement about an account, until it has been verified. */
interface Announced {
  readonly chatId: string
  readonly online: boolean
  /** To be announced once more: Redis was away, so clients of other processes have not received it. */
  readonly again: boolean
}

/**
 * Announces to each side when the other comes online or goes offline: not for each of its sockets. The sockets of all
 * processes count; those of a process that has died count until its lease ends.
 */
@Injectable()
export class PresenceService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(PresenceService.name)
  private readonly leaving = new Set<NodeJS.Timeout>()
  /** Accounts whose presence is being stored; true for those that have changed meanwhile. */
  private readonly syncing = new Map<string, boolean>()
  private readonly announced = new Map<string, Announced>()

  constructor(
    private readonly socketServer: SocketServer,
    private readonly broadcaster: Broadcaster,
    private readonly store: PresenceStore,
    private readonly lastSeen: LastSeenService,
    private readonly welcome: WelcomeService,
  ) {}

  onApplicationBootstrap(): void {
    this.store.onSwept = (gone) => void this.verify(gone)
    this.store.onReturned = () => this.announceAllAgain()
  }

  onApplicationShutdown(): void {
    for (const timer of this.leaving) clearTimeout(timer)
  }

  async connected(socket: ChatSocket): Promise<void> {
    const { chatId } = socket.data
    for (const id of idsOf(socket)) void this.sync(id, chatId ?? '')
    if (chatId === null) return
    this.broadcaster.presenceTo(socket, chatId, 'admin', this.isHere(STAFF) || (await this.store.isOnline(STAFF)))
  }

  /** Who is at a socket of staff can answer from now on, or cannot any more. */
  staffChanged(socket: ChatSocket): void {
    for (const id of idsOf(socket)) void this.sync(id, '')
  }

  /** Tells staff who open a chat whether its user is online, and the user that staff are. */
  async staffJoined(socket: ChatSocket, chatId: string, userId: string): Promise<void> {
    if (isAnswering(socket)) this.broadcaster.staffPresence(true, chatId)
    this.broadcaster.presenceTo(socket, chatId, 'user', this.isHere(userId) || (await this.store.isOnline(userId)))
  }

  disconnected(socket: ChatSocket): void {
    this.lastSeen.touch(socket.data.principal.id)
    const timer = setTimeout(() => {
      this.leaving.delete(timer)
      for (const id of idsOf(socket)) void this.sync(id, socket.data.chatId ?? '')
    }, GRACE_MS)
    this.leaving.add(timer)
  }

  /** One at a time for each account; a change meanwhile is stored afterwards, with what is true then. */
  private async sync(id: string, chatId: string): Promise<void> {
    if (this.syncing.has(id)) {
      this.syncing.set(id, true)
      return
    }
    do {
      this.syncing.set(id, false)
      const online = this.isHere(id)
      const hasChanged = online ? await this.store.add(id, chatId) : await this.store.remove(id)
      if (hasChanged) this.announce(id, chatId, online)
    } while (this.syncing.get(id))
    this.syncing.delete(id)
  }

  private announce(id: string, chatId: string, online: boolean): void {
    // Where two processes announce at the same time, the wrong announcement may arrive last: `verify` corrects it.
    if (this.store.isShared) this.announced.set(id, { chatId, online, again: this.store.isAlone })
    if (id === STAFF) this.broadcaster.staffPresence(online)
    else if (chatId !== '') this.broadcaster.userPresence(chatId, online)
    if (chatId === '') this.welcome.forget()
  }

  /** Compares what was announced with the store, also about accounts that were connected to a process that has died. */
  private async verify(gone: Gone): Promise<void> {
    for (const [id, chatId] of gone) this.announced.set(id, { chatId, online: true, again: false })
    if (this.store.isAlone || this.announced.size === 0) return
    const announced = [...this.announced]
    try {
      const online = await this.store.filterOnline(announced.map(([id]) => id))
      if (this.store.isAlone) return
      for (const [id, was] of announced) {
        if (this.announced.get(id) === was) this.announced.delete(id)
        if (was.again || online.has(id) !== was.online) this.announce(id, was.chatId, online.has(id))
      }
    } catch (error) {
      this.logger.warn(`Failed to verify presence: accounts=${announced.length} error=${String(error)}`)
    }
  }

  /** Other processes may have announced that everybody here is offline. */
  private announceAllAgain(): void {
    for (const { data } of this.socketServer.current?.sockets.values() ?? []) {
      const id = data.chatId === null ? STAFF : data.principal.id
      if (!this.isHere(id)) continue
      this.announced.set(id, { chatId: data.chatId ?? '', online: true, again: true })
    }
  }

  private isHere(id: string): boolean {
    return this.socketServer.current?.adapter.rooms.has(id === STAFF ? rooms.answering : rooms.account(id)) ?? false
  }
}

/**
 * All of staff who can answer share one presence, which is announced; each member has one of their own beside it, by which
 * users see their face.
 */
function idsOf({ data: { chatId, principal } }: ChatSocket): string[] {
  return chatId === null ? [STAFF, principal.id] : [principal.id]
}
