import { UseFilters, UseGuards, UsePipes } from '@nestjs/common'
import {
  ConnectedSocket,
  MessageBody,
  type OnGatewayConnection,
  type OnGatewayDisconnect,
  type OnGatewayInit,
  SubscribeMessage,
  WebSocketGateway,
} from '@nestjs/websockets'
import type { Ack, ClientRequest, ClientRequests } from '@support-chat/shared'
import { visit } from '../chats/chat-user.schemas.js'
import { ChatUserService, type Visit } from '../chats/chat-user.service.js'
import { SocketErrorFilter } from '../errors/socket-error.filter.js'
import { validationPipe } from '../errors/validation.pipe.js'
import { DeliveryService } from '../messages/delivery.service.js'
import { MessagesService } from '../messages/messages.service.js'
import { ReadingService } from '../messages/reading.service.js'
import { answerUnknownEvents } from './unknown-events.js'
import { acknowledge } from './acknowledge.js'
import { Broadcaster } from './broadcaster.js'
import type { ChatServer, ChatSocket } from './chat-socket.js'
import { Handshake } from './handshake.js'
import { HeadBeacon } from './head-beacon.js'
import { LiveSessionGuard } from './live-session.guard.js'
import { PresenceService } from './presence.service.js'
import { joinChat, leaveChat, markDelivered, markRead, refreshToken, sendMessage, typing } from './realtime.schemas.js'
import { RoomsService } from './rooms.service.js'
import { SessionWatch } from './session-watch.js'
import { ViewersService } from './viewers.service.js'

type Payload<E extends ClientRequest> = ClientRequests[E]['payload']
type Answer<E extends ClientRequest> = Promise<Ack<ClientRequests[E]['data']>>

/** The socket side of the contract. Every event is acknowledged, with data or with an error. */
@WebSocketGateway()
@UseFilters(SocketErrorFilter)
@UseGuards(LiveSessionGuard)
@UsePipes(validationPipe)
export class ChatGateway implements OnGatewayInit, OnGatewayConnection, OnGatewayDisconnect {
  private readonly attached: { attach(server: ChatServer): void }[]

  constructor(
    private readonly handshake: Handshake,
    private readonly rooms: RoomsService,
    private readonly messages: MessagesService,
    private readonly reading: ReadingService,
    private readonly delivery: DeliveryService,
    private readonly users: ChatUserService,
    private readonly presence: PresenceService,
    broadcaster: Broadcaster,
    beacon: HeadBeacon,
    watch: SessionWatch,
    viewers: ViewersService,
  ) {
    this.attached = [broadcaster, presence, beacon, watch, viewers]
  }

  afterInit(server: ChatServer): void {
    server.use(this.handshake.middleware)
    for (const part of this.attached) part.attach(server)
  }

  handleConnection(socket: ChatSocket): void {
    answerUnknownEvents(socket)
    this.rooms.enter(socket)
  }

  handleDisconnect(socket: ChatSocket): void {
    this.presence.disconnected(socket)
  }

  @SubscribeMessage('join_chat')
  join(
    @ConnectedSocket() socket: ChatSocket,
    @MessageBody({ schema: joinChat }) payload: Payload<'join_chat'>,
  ): Answer<'join_chat'> {
    return acknowledge(this.rooms.join(socket, payload))
  }

  @SubscribeMessage('leave_chat')
  leave(
    @ConnectedSocket() socket: ChatSocket,
    @MessageBody({ schema: leaveChat }) payload: Payload<'leave_chat'>,
  ): Answer<'leave_chat'> {
    return acknowledge(this.rooms.leave(socket, payload))
  }

  @SubscribeMessage('send_message')
  send(
    @ConnectedSocket() { data: { principal } }: ChatSocket,
    @MessageBody({ schema: sendMessage }) payload: Payload<'send_message'>,
  ): Answer<'send_message'> {
    return acknowledge(this.messages.send(principal, payload.chat_id, payload).then(({ message }) => message))
  }

  @SubscribeMessage('mark_read')
  markRead(
    @ConnectedSocket() { data: { principal } }: ChatSocket,
    @MessageBody({ schema: markRead }) payload: Payload<'mark_read'>,
  ): Answer<'mark_read'> {
    return acknowledge(this.reading.markRead(principal, payload.chat_id, payload))
  }

  @SubscribeMessage('mark_delivered')
  markDelivered(
    @ConnectedSocket() { data: { principal } }: ChatSocket,
    @MessageBody({ schema: markDelivered }) payload: Payload<'mark_delivered'>,
  ): Answer<'mark_delivered'> {
    return acknowledge(this.delivery.markDelivered(principal, payload.chat_id, payload.sequence).then(() => ({})))
  }

  @SubscribeMessage('typing')
  typing(
    @ConnectedSocket() socket: ChatSocket,
    @MessageBody({ schema: typing }) payload: Payload<'typing'>,
  ): Answer<'typing'> {
    return acknowledge(this.rooms.tellTyping(socket, payload))
  }

  @SubscribeMessage('visit')
  visit(
    @ConnectedSocket() { data: { principal } }: ChatSocket,
    @MessageBody({ schema: visit }) payload: Visit,
  ): Answer<'visit'> {
    return acknowledge(this.users.visit(principal, payload).then(() => ({})))
  }

  @SubscribeMessage('refresh_token')
  refreshToken(
    @ConnectedSocket() socket: ChatSocket,
    @MessageBody({ schema: refreshToken }) payload: Payload<'refresh_token'>,
  ): Answer<'refresh_token'> {
    return acknowledge(this.rooms.refreshToken(socket, payload))
  }
}
