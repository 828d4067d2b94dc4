import { Injectable } from '@nestjs/common'
import { chatRoom, STAFF_ROOM, type ClientRequests } from '@support-chat/shared'
import { AccountsService } from '../auth/accounts.service.js'
import { Authenticator } from '../auth/authenticator.js'
import { ChatAccess } from '../chats/chat-access.service.js'
import type { SupportChat } from '../chats/support-chat.entity.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { AppError } from '../common/errors/app-error.js'
import { MessagesService } from '../messages/messages.service.js'
import { Broadcaster } from './broadcaster.js'
import { type ChatSocket, isAnswering, rooms } from './chat-socket.js'
import { PresenceService } from './presence.service.js'
import { ViewersService } from './viewers.service.js'

const WATCHING = rooms.watching('')

/** Joins sockets to rooms, which decide what they receive. */
@Injectable()
export class RoomsService {
  /** By socket, the last of its typing events to be broadcast: each waits for the one before. */
  private readonly typingQueue = new WeakMap<ChatSocket, Promise<unknown>>()

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly authenticator: Authenticator,
    private readonly accounts: AccountsService,
    private readonly access: ChatAccess,
    private readonly messages: MessagesService,
    private readonly presence: PresenceService,
    private readonly viewers: ViewersService,
    private readonly broadcaster: Broadcaster,
  ) {}

  /** Joins a socket that has just been let in to its rooms. */
  enter(socket: ChatSocket): void {
    const { principal, chatId } = socket.data
    void socket.join(rooms.account(principal.id))
    if (principal.sessionId !== null) void socket.join(rooms.session(principal.sessionId))
    void socket.join(chatId === null ? [STAFF_ROOM, rooms.allChats] : [rooms.users, chatRoom(chatId)])
    if (isAnswering(socket)) void socket.join(rooms.answering)
    if (chatId === null) socket.once('disconnecting', () => this.viewers.disconnecting(socket))
    void this.presence.connected(socket)
  }

  /** Joins before it reads, so that no message is missed between the two. */
  async join(
    socket: ChatSocket,
    { chat_id, since }: ClientRequests['join_chat']['payload'],
  ): Promise<ClientRequests['join_chat']['data']> {
    const chat = await this.find(socket, chat_id)
    // A socket that has disconnected meanwhile would stay in the room for ever.
    if (!socket.connected) throw new AppError('unavailable', 'The connection was lost')
    await socket.join(socket.data.chatId === null ? [chatRoom(chat.id), rooms.staffIn(chat.id)] : chatRoom(chat.id))
    const {
      messages,
      last_sequence,
      redacted = [],
    } = await this.messages.catchUp(socket.data.principal, chat.id, since)
    if (socket.data.chatId === null) {
      void this.presence.staffJoined(socket, chat.id, chat.userId)
      this.viewers.joined(chat.id)
    }
    return { chat_id: chat.id, last_sequence, messages, redacted }
  }

  async leave(
    socket: ChatSocket,
    { chat_id }: ClientRequests['leave_chat']['payload'],
  ): Promise<Record<string, never>> {
    const chat = await this.find(socket, chat_id)
    await socket.leave(chatRoom(chat.id))
    await socket.leave(rooms.staffIn(chat.id))
    if (socket.data.chatId === null) this.viewers.left(socket, chat.id)
    return {}
  }

  /**
   * Leaves other chats only when it has joined these, so that nothing is missed in between.
   * @throws AppError `unauthenticated`
   */
  async watch(socket: ChatSocket, { chat_ids }: ClientRequests['watch']['payload']): Promise<Record<string, never>> {
    const { data } = socket
    const request = (data.watches = (data.watches ?? 0) + 1)
    await this.unitOfWork.read((reader) => this.accounts.assertActive(reader, data.principal))
    if (!socket.connected) throw new AppError('unavailable', 'The connection was lost')
    // A later one has overtaken it, and is what counts.
    if (request !== data.watches) return {}
    const watched = new Set(chat_ids.map((chatId) => rooms.watching(chatId.toLowerCase())))
    void socket.join([...watched, rooms.watchers, rooms.watcher(data.principal.id)])
    for (const room of socket.rooms) if (room.startsWith(WATCHING) && !watched.has(room)) void socket.leave(room)
    await socket.leave(rooms.allChats)
    return {}
  }

  /** In the order of the socket's events: an end that overtook its beginning would leave the account shown as typing. */
  broadcastTyping(socket: ChatSocket, payload: ClientRequests['typing']['payload']): Promise<Record<string, never>> {
    const sent = Promise.resolve(this.typingQueue.get(socket)).then(() => this.broadcastTypingNow(socket, payload))
    this.typingQueue.set(
      socket,
      sent.catch(() => undefined),
    )
    return sent
  }

  private async broadcastTypingNow(
    socket: ChatSocket,
    { chat_id, is_typing }: ClientRequests['typing']['payload'],
  ): Promise<Record<string, never>> {
    const chat = await this.find(socket, chat_id)
    const { role: sender_type, name: sender_name } = socket.data.principal
    this.broadcaster.typing(socket, { chat_id: chat.id, sender_type, sender_name, is_typing })
    if (socket.data.chatId === null) this.viewers.types(socket, chat.id, is_typing)
    return {}
  }

  /** @throws AppError `forbidden` for another account's token: a socket keeps its account */
  async refreshToken(
    socket: ChatSocket,
    { token }: ClientRequests['refresh_token']['payload'],
  ): Promise<ClientRequests['refresh_token']['data']> {
    const principal = await this.authenticator.authenticate(token, socket.handshake.headers)
    const { id, sessionId } = socket.data.principal
    if (principal.id !== id) throw new AppError('forbidden', 'The token is of another account')
    if (sessionId !== principal.sessionId && sessionId !== null && principal.sessionId !== null) {
      await socket.leave(rooms.session(sessionId))
      if (socket.connected) await socket.join(rooms.session(principal.sessionId))
    }
    socket.data.principal = principal
    return { expires_at: principal.expiresAt.toISOString() }
  }

  private find(socket: ChatSocket, chatId: string): Promise<SupportChat> {
    return this.unitOfWork.read((reader) => this.access.find(reader, socket.data.principal, chatId))
  }
}
