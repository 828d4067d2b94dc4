import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common'
import type { ChatViewer, StaffProfile } from '@support-chat/shared'
import { Batcher } from '../common/batcher.js'
import { IntervalTasks } from '../common/interval-tasks.js'
import { EventBus } from '../database/event-bus.js'
import { PresenceStore } from '../presence/presence-store.js'
import { RedisConnections } from '../redis/redis-connections.js'
import { Broadcaster } from './broadcaster.js'
import { type ChatServer, type ChatSocket, rooms, type SocketData } from './chat-socket.js'
import { SocketServer } from './socket-server.js'

/** Changes of a chat within this time, in milliseconds, are announced together. */
const BATCH_DELAY_MS = 25

/** Milliseconds after which typing counts as ended: a client repeats it each 3 s, and may never say that it ends. */
export const TYPING_MS = 6_000

/** Milliseconds between two sweeps for what no event tells: a process that died, or two that announced at the same time. */
const SWEEP_MS = 10_000

/** What one process says to the others: a member of staff has another name. */
const RENAMED = 'staff_renamed'

const PREFIX = rooms.staffIn('')

/** Tells staff in a chat who else of them has it open, and who is typing. The sockets of all processes count. */
@Injectable()
export class ViewersService implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(ViewersService.name)
  private readonly changed = new Batcher(BATCH_DELAY_MS, (changed) => this.announceChanged([...changed.keys()]))
  private readonly typing = new Map<ChatSocket, NodeJS.Timeout>()
  /** The viewers that this process announced last, by chat, of the chats that are open here. */
  private readonly announced = new Map<string, string>()
  /** The viewers here that this process has published to the others, by chat. */
  private readonly published = new Map<string, string>()

  constructor(
    private readonly socketServer: SocketServer,
    private readonly broadcaster: Broadcaster,
    private readonly store: PresenceStore,
    private readonly tasks: IntervalTasks,
    private readonly events: EventBus,
    private readonly redis: RedisConnections,
  ) {}

  onModuleInit(): void {
    this.events.onAfterCommit('staff.updated', (staff) => {
      this.rename(staff)
      if (this.redis.configured) this.socketServer.current?.serverSideEmit(RENAMED, staff)
    })
  }

  onApplicationBootstrap(): void {
    this.tasks.start('sweep the viewers of chats', SWEEP_MS, () => this.sweep())
  }

  /** Hears from now on who has been renamed at other processes. */
  listen(namespace: ChatServer): void {
    namespace.on(RENAMED, (staff: StaffProfile) => this.rename(staff))
  }

  onApplicationShutdown(): void {
    this.changed.stop()
    for (const timer of this.typing.values()) clearTimeout(timer)
  }

  /** A member of staff has opened the chat: its viewers are announced even where they are the same as before. */
  joined(chatId: string): void {
    this.announced.delete(chatId)
    this.changed.add(chatId)
  }

  left(socket: ChatSocket, chatId: string): void {
    if (socket.data.typingIn === chatId) this.stopTyping(socket)
    this.changed.add(chatId)
  }

  /** A socket is about to leave its rooms. */
  disconnecting(socket: ChatSocket): void {
    this.stopTyping(socket)
    for (const room of socket.rooms) if (room.startsWith(PREFIX)) this.changed.add(room.slice(PREFIX.length))
  }

  types(socket: ChatSocket, chatId: string, isTyping: boolean): void {
    this.stopTyping(socket)
    if (!isTyping) return
    socket.data.typingIn = chatId
    this.typing.set(socket, setTimeout(() => this.stopTyping(socket), TYPING_MS).unref())
    this.changed.add(chatId)
  }

  /** A socket knows the name that its account had when it connected. */
  private rename({ id, name }: StaffProfile): void {
    const { adapter, sockets } = this.socketServer.current ?? {}
    for (const socketId of adapter?.rooms.get(rooms.account(id)) ?? []) {
      const socket = sockets?.get(socketId)
      if (!socket) continue
      socket.data.principal = { ...socket.data.principal, name }
      for (const room of socket.rooms) if (isViewed(room)) this.changed.add(chatOf(room))
    }
  }

  private stopTyping(socket: ChatSocket): void {
    clearTimeout(this.typing.get(socket))
    this.typing.delete(socket)
    const { typingIn } = socket.data
    socket.data.typingIn = null
    if (typingIn) this.changed.add(typingIn)
  }

  private async sweep(): Promise<void> {
    const chats = new Set([...(this.socketServer.current?.adapter.rooms.keys() ?? [])].filter(isViewed).map(chatOf))
    for (const chatId of this.announced.keys()) if (!chats.has(chatId)) this.announced.delete(chatId)
    await this.announceChanged([...chats])
  }

  /** Publishes who is here, and announces who is anywhere, unless this process has announced the same before. */
  private async announceChanged(chatIds: string[]): Promise<void> {
    try {
      const here = new Map(chatIds.map((chatId) => [chatId, this.here(chatId)]))
      for (const [chatId, viewers] of here) await this.publish(chatId, viewers)
      const elsewhere = await this.store.findElsewhere(chatIds.map(fieldOf))
      for (const [chatId, viewers] of here) {
        const others = (elsewhere.get(fieldOf(chatId)) ?? []).flatMap(
          (serialized) => JSON.parse(serialized) as ChatViewer[],
        )
        this.announce(chatId, merge([...viewers, ...others]))
      }
    } catch (error) {
      this.logger.warn(`Failed to announce viewers: chats=${chatIds.length} error=${String(error)}`)
    }
  }

  private async publish(chatId: string, viewers: ChatViewer[]): Promise<void> {
    const serialized = JSON.stringify(viewers)
    if (this.published.get(chatId) === serialized) return
    if (viewers.length > 0) {
      this.published.set(chatId, serialized)
      await this.store.set(fieldOf(chatId), serialized)
    } else if (this.published.delete(chatId)) await this.store.delete(fieldOf(chatId))
  }

  private announce(chatId: string, viewers: ChatViewer[]): void {
    const serialized = JSON.stringify(viewers)
    if (this.announced.get(chatId) === serialized) return
    this.announced.set(chatId, serialized)
    this.broadcaster.viewers({ chat_id: chatId, viewers })
  }

  private here(chatId: string): ChatViewer[] {
    const { adapter, sockets } = this.socketServer.current ?? {}
    const ids = [...(adapter?.rooms.get(rooms.staffIn(chatId)) ?? [])]
    const data = ids.flatMap((id) => sockets?.get(id)?.data ?? [])
    return merge(data.map((each) => ({ ...toViewer(each), is_typing: each.typingIn === chatId })))
  }
}

const isViewed = (room: string) => room.startsWith(PREFIX)
const chatOf = (room: string) => room.slice(PREFIX.length)
const fieldOf = (chatId: string) => `viewers:${chatId}`

function toViewer({ principal: { id, name, email } }: SocketData): Omit<ChatViewer, 'is_typing'> {
  return { id, name, email }
}

/** Each person once, however many tabs they have the chat open in, in an order that does not change by itself. */
function merge(all: ChatViewer[]): ChatViewer[] {
  const viewers = new Map<string, ChatViewer>()
  for (const viewer of all) {
    const isTyping = viewer.is_typing || viewers.get(viewer.id)?.is_typing === true
    viewers.set(viewer.id, { ...viewer, is_typing: isTyping })
  }
  return [...viewers.values()].sort((one, other) => (one.id < other.id ? -1 : 1))
}
