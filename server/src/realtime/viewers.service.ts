import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common'
import type { ChatViewer } from '@support-chat/shared'
import { Gathering } from '../events/gathering.js'
import { Broadcaster } from './broadcaster.js'
import { type ChatServer, type ChatSocket, rooms, type SocketData } from './chat-socket.js'

/** Changes of a chat within this time, in milliseconds, are told together. */
const GATHER_MS = 25

/** How long a notice of typing is believed, in milliseconds: its end may never be told. Clients repeat it each 3 s. */
export const TYPING_MS = 6_000

/** Between two looks at what no event told of: another process that died, or two that told at the same moment. */
const SWEEP_MS = 10_000

const PREFIX = rooms.staffIn('')

/** Tells staff in a chat who else of them has it open, and who is typing. The sockets of all processes count. */
@Injectable()
export class ViewersService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(ViewersService.name)
  private readonly changed = new Gathering(GATHER_MS, (changed) => this.tellChanged([...changed.keys()]))
  private readonly typing = new Map<ChatSocket, NodeJS.Timeout>()
  /** What this process told last, by chat, of the chats that are open here. */
  private readonly told = new Map<string, string>()
  private sweeping: NodeJS.Timeout | undefined
  private server: ChatServer | null = null

  constructor(private readonly broadcaster: Broadcaster) {}

  attach(server: ChatServer): void {
    this.server = server
  }

  onApplicationBootstrap(): void {
    this.sweeping = setInterval(() => void this.sweep(), SWEEP_MS).unref()
  }

  onApplicationShutdown(): void {
    clearInterval(this.sweeping)
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

  private async tellChanged(chatIds: string[]): Promise<void> {
    for (const chatId of chatIds) await this.tell(chatId)
  }

  private async sweep(): Promise<void> {
    const open = [...(this.server?.sockets.adapter.rooms.keys() ?? [])].filter((room) => room.startsWith(PREFIX))
    const chats = new Set(open.map((room) => room.slice(PREFIX.length)))
    for (const chatId of this.told.keys()) if (!chats.has(chatId)) this.told.delete(chatId)
    for (const chatId of chats) await this.tell(chatId)
  }

  /** Says nothing where this process has said it before. */
  private async tell(chatId: string): Promise<void> {
    const viewers = await this.viewersOf(chatId)
    const news = JSON.stringify(viewers)
    if (this.told.get(chatId) === news) return
    this.told.set(chatId, news)
    this.broadcaster.viewers({ chat_id: chatId, viewers })
  }

  private async viewersOf(chatId: string): Promise<ChatViewer[]> {
    const room = this.server?.in(rooms.staffIn(chatId))
    try {
      return merge((await room?.fetchSockets()) ?? [], chatId)
    } catch (error) {
      // Redis has said once that it is away: this process tells of its own sockets then.
      this.logger.debug(`The other processes did not say who views a chat: ${String(error)}`)
      return merge((await room?.local.fetchSockets()) ?? [], chatId)
    }
  }
}

/** Each person once, however many tabs they have the chat open in, in an order that does not change by itself. */
function merge(sockets: { data: SocketData }[], chatId: string): ChatViewer[] {
  const viewers = new Map<string, ChatViewer>()
  for (const { data } of sockets) {
    const { id, name, email } = data.principal
    const isTyping = data.typingIn === chatId || viewers.get(id)?.is_typing === true
    viewers.set(id, { id, name, email, is_typing: isTyping })
  }
  return [...viewers.values()].sort((one, other) => (one.id < other.id ? -1 : 1))
}
