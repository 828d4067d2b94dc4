import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common'
import { chatRoom, STAFF_ROOM, type SenderType, type ServerEvents, type SupportNote } from '@support-chat/shared'
import { ChatListService } from '../chats/chat-list.service.js'
import type { MessageSent, SessionsRevoked } from '../database/domain-events.js'
import { EventBus } from '../database/event-bus.js'
import { Operation } from '../common/operation.js'
import { Batcher } from '../common/batcher.js'
import { PresenceStore } from '../presence/presence-store.js'
import { type ChatSocket, rooms } from './chat-socket.js'
import { SocketServer } from './socket-server.js'

/** Chats that change within this time, in milliseconds, are read together and announced once each. */
const BATCH_DELAY_MS = 25
/** After a large batch the next one waits longer: nobody can follow 500 cards a second, and sending goes first. */
const BATCH_DELAY_MS_PER_CARD = 2
const MAX_BATCH_DELAY_MS = 1_000

/**
 * Users' messages of so many milliseconds are announced to staff together, or with the next cards: all of staff hear of each,
 * and what is written to a socket in one go costs hardly more than one event. Who is in the chat has the message by then.
 */
const NEWS_DELAY_MS = 50

/** One broadcast of a message. */
export const BROADCASTING = new Operation<{ messageId: string }, void>('broadcast')

/** The only class that emits to sockets. It listens to committed events, so that nothing uncommitted is ever shown. */
@Injectable()
export class Broadcaster implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(Broadcaster.name)
  private readonly userMessages = new Batcher<MessageSent>(NEWS_DELAY_MS, (sent) => this.announceMessages(sent))
  private readonly changedChats = new Batcher(BATCH_DELAY_MS, (changed) => this.announceChanges([...changed.keys()]))

  constructor(
    private readonly socketServer: SocketServer,
    private readonly events: EventBus,
    private readonly chatList: ChatListService,
    private readonly presence: PresenceStore,
  ) {}

  onModuleInit(): void {
    this.events.onAfterCommit('message.sent', (event) =>
      BROADCASTING.observe({ messageId: event.message.id }, () => this.messageSent(event)),
    )
    this.events.onAfterCommit('attachment.updated', (event) => {
      this.socketServer.current?.to(chatRoom(event.chat_id)).emit('attachment_updated', event)
    })
    this.events.onAfterCommit('messages.read', ({ chat_id, reader_type, up_to_sequence, read_at }) => {
      this.socketServer.current
        ?.to(chatRoom(chat_id))
        .emit('messages_read', { chat_id, reader_type, up_to_sequence, read_at })
    })
    this.events.onAfterCommit('message.redacted', (event) => {
      this.socketServer.current?.to(chatRoom(event.chat_id)).emit('message_redacted', event)
    })
    this.events.onAfterCommit('user.erased', ({ chat_id }) => {
      if (chat_id) this.socketServer.current?.to(STAFF_ROOM).emit('chat_erased', { chat_id })
    })
    this.events.onAfterCommit('deliveries.changed', (event) => {
      this.socketServer.current?.to(rooms.staffIn(event.chat_id)).emit('deliveries', event)
    })
    this.events.onAfterCommit('user.moved', (event) => {
      this.socketServer.current?.to(rooms.staffIn(event.chat_id)).emit('user_moved', event)
    })
    this.events.onAfterCommit('note.created', ({ note }) => this.noteCreated(note))
    this.events.onAfterCommit('staff.updated', (staff) => {
      this.socketServer.current?.to(STAFF_ROOM).emit('staff_updated', { staff })
    })
    this.events.onAfterCommit('chat.changed', ({ chat_id }) => {
      if (this.audienceOf(chat_id)) this.changedChats.add(chat_id)
    })
    this.events.onAfterCommit('sessions.revoked', (event) => this.closeSockets(event))
  }

  onApplicationShutdown(): void {
    this.userMessages.flushNow()
    this.changedChats.stop()
  }

  /** To everyone else in the chat's room, the sender's other devices too. */
  typing(socket: ChatSocket, event: ServerEvents['typing']): void {
    socket.to(chatRoom(event.chat_id)).emit('typing', event)
  }

  /** Tells staff in a chat who of them has it open. */
  viewers(event: ServerEvents['viewers']): void {
    this.socketServer.current?.to(rooms.staffIn(event.chat_id)).emit('viewers', event)
  }

  /** Tells the sockets of one member of staff that hear of some chats only, in this process: each process does that for its own. */
  counts(staffId: string, event: ServerEvents['counts']): void {
    this.socketServer.current?.local.to(rooms.watcher(staffId)).emit('counts', event)
  }

  /** Tells staff whether a user is online. */
  userPresence(chatId: string, online: boolean): void {
    this.socketServer.current?.to(STAFF_ROOM).emit('presence', { chat_id: chatId, side: 'user', online })
  }

  /** Tells users whether anyone of staff is online: the user of one chat, or all. */
  staffPresence(online: boolean, chatId?: string): void {
    if (chatId === undefined) this.socketServer.current?.to(rooms.users).emit('presence', { side: 'admin', online })
    else
      this.socketServer.current
        ?.to(chatRoom(chatId))
        .except(STAFF_ROOM)
        .emit('presence', { chat_id: chatId, side: 'admin', online })
  }

  /** Tells one socket whether the other side is online. */
  presenceTo(socket: ChatSocket, chatId: string, side: SenderType, online: boolean): void {
    socket.emit('presence', { chat_id: chatId, side, online })
  }

  /** Sends a chat's newest sequence to the sockets of this process: every process does that for its own. */
  head(event: ServerEvents['head']): void {
    this.socketServer.current?.local.to(chatRoom(event.chat_id)).emit('head', event)
  }

  // oxlint-disable-next-line typescript/require-await -- the broadcast begins before this returns
  private async messageSent(event: MessageSent): Promise<void> {
    const { message } = event
    this.socketServer.current?.to(chatRoom(message.chat_id)).emit('new_message', { type: 'new_message', message })
    if (message.sender_type === 'user' && this.audienceOf(message.chat_id)) this.userMessages.add(message.id, event)
  }

  // oxlint-disable-next-line typescript/require-await -- nothing is waited for
  private async announceMessages(sent: Map<string, MessageSent>): Promise<void> {
    for (const { message, user_email } of sent.values()) {
      const { chat_id } = message
      this.audienceOf(chat_id)?.emit('new_user_message', { type: 'new_user_message', chat_id, user_email, message })
    }
  }

  /** To staff alone: those who are in the chat, and every socket of those whom it names. */
  private noteCreated(note: SupportNote): void {
    const event = { chat_id: note.chat_id, note }
    this.socketServer.current?.to(rooms.staffIn(note.chat_id)).emit('note_created', event)
    // No room at all would be everybody's.
    if (note.mentions.length > 0)
      this.socketServer.current?.to(note.mentions.map(rooms.account)).emit('mentioned', event)
  }

  /** Staff who hear of a chat; null where nobody does, so that nothing needs to be read and encoded. */
  private audienceOf(chatId: string) {
    const server = this.socketServer.current
    const audience = [rooms.allChats, rooms.watching(chatId)]
    const isHeard = this.presence.isShared || audience.some((room) => server?.adapter.rooms.has(room))
    return server && isHeard ? server.to(audience) : null
  }

  private async announceChanges(changed: string[]): Promise<void> {
    const ids = changed.filter((id) => this.audienceOf(id))
    if (ids.length === 0) return
    this.changedChats.setDelay(
      Math.min(MAX_BATCH_DELAY_MS, Math.max(BATCH_DELAY_MS, BATCH_DELAY_MS_PER_CARD * ids.length)),
    )
    try {
      const chats = await this.chatList.items(ids)
      // A card follows the messages that it tells of.
      this.userMessages.flushNow()
      for (const chat of chats) this.audienceOf(chat.id)?.emit('chat_updated', { chat })
    } catch (error) {
      this.logger.warn(`Failed to announce changed chats: chats=${ids.length} error=${String(error)}`)
    }
  }

  private closeSockets({ user_id, session_id }: SessionsRevoked): void {
    this.socketServer.current
      ?.in(session_id === undefined ? rooms.account(user_id) : rooms.session(session_id))
      .disconnectSockets(true)
  }
}
