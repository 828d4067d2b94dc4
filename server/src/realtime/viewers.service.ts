import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common'
import type { ChatViewer } from '@support-chat/shared'
import { Batcher } from '../common/batcher.js'
import { IntervalTasks } from '../common/interval-tasks.js'
import { PresenceStore } from '../presence/presence-store.js'
import { Broadcaster } from './broadcaster.js'
import { type ChatServer, type ChatSocket, rooms, type SocketData } from './chat-socket.js'

/** Changes of a chat within this time, in milliseconds, are told together. */
const BATCH_DELAY_MS = 25

/** How long a notice of typing is believed, in milliseconds: its end may never be told. Clients repeat it each 3 s. */
export const TYPING_MS = 6_000

/** Between two looks at what no event told of: another process that died, or two that told at the same moment. */
const SWEEP_MS = 10_000

const PREFIX = rooms.staffIn('')

/** Tells staff in a chat who else of them has it open, and who is typing. The sockets of all processes count. */
@Injectable()
export class ViewersService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(ViewersService.name)
  private readonly changed = new Batcher(BATCH_DELAY_MS, (changed) => this.tellChanged([...changed.keys()]))
  private readonly typing = new Map<ChatSocket, NodeJS.Timeout>()
  /** What this process told last, by chat, of the chats that are open here. */
  private readonly told = new Map<string, string>()
  /** What this process has written down for the others, by chat. */
  private readonly written = new Map<string, string>()
  private server: ChatServer | null = null

  constructor(
    private readonly broadcaster: Broadcaster,
    private readonly store: PresenceStore,
    private readonly tasks: IntervalTasks,
  ) {}

  attach(server: ChatServer): void {
    this.server = server
  }

  onApplicationBootstrap(): void {
    this.tasks.start('sweep the viewers of chats', SWEEP_MS, () => this.sweep())
  }

  onApplicationShutdown(): void {
    this.changed.stop()
    for (const timer of this.typing.values()) clearTimeout(timer)
  }

  /** A member of staff has come to the chat, and is told who is there even if that is nothing new to the others. */
  joined(chatId: string): void {
    this.told.delete(chatId)
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

  private stopTyping(socket: ChatSocket): void {
    clearTimeout(this.typing.get(socket))
    this.typing.delete(socket)
    const { typingIn } = socket.data
    socket.data.typingIn = null
    if (typingIn) this.changed.add(typingIn)
  }

  private async sweep(): Promise<void> {
    const chats = new Set([...(this.server?.sockets.adapter.rooms.keys() ?? [])].filter(isViewed).map(chatOf))
    for (const chatId of this.told.keys()) if (!chats.has(chatId)) this.told.delete(chatId)
    await this.tellChanged([...chats])
  }

  /** Writes down who is here, and says who is anywhere, where this process has not said the same before. */
  private async tellChanged(chatIds: string[]): Promise<void> {
    try {
      const here = new Map(chatIds.map((chatId) => [chatId, this.here(chatId)]))
      for (const [chatId, viewers] of here) await this.write(chatId, viewers)
      const elsewhere = await this.store.others(chatIds.map(fieldOf))
      for (const [chatId, viewers] of here) {
        const others = (elsewhere.get(fieldOf(chatId)) ?? []).flatMap((said) => JSON.parse(said) as ChatViewer[])
        this.tell(chatId, merge([...viewers, ...others]))
      }
    } catch (error) {
      this.logger.warn(`Failed to send viewers: chats=${chatIds.length} error=${String(error)}`)
    }
  }

  private async write(chatId: string, viewers: ChatViewer[]): Promise<void> {
    const said = JSON.stringify(viewers)
    if (this.written.get(chatId) === said) return
    if (viewers.length > 0) {
      this.written.set(chatId, said)
      await this.store.set(fieldOf(chatId), said)
    } else if (this.written.delete(chatId)) await this.store.delete(fieldOf(chatId))
  }

  private tell(chatId: string, viewers: ChatViewer[]): void {
    const news = JSON.stringify(viewers)
    if (this.told.get(chatId) === news) return
    this.told.set(chatId, news)
    this.broadcaster.viewers({ chat_id: chatId, viewers })
  }

  private here(chatId: string): ChatViewer[] {
    const { adapter, sockets } = this.server?.sockets ?? {}
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
