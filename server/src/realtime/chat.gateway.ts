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
import { clientRequests, type Ack, type ClientRequest, type ClientRequests } from '@support-chat/shared/contract'
import { Server } from 'socket.io'
import { ChatUserService } from '../chats/chat-user.service.js'
import { AppError } from '../common/errors/app-error.js'
import { SocketErrorFilter } from './socket-error.filter.js'
import { validationPipe } from '../common/http/validation.pipe.js'
import { DeliveryReceiptsService } from '../messages/delivery-receipts.service.js'
import { MessagesService } from '../messages/messages.service.js'
import { ReadingService } from '../messages/reading.service.js'
import { AccountConcurrency } from '../rate-limits/account-concurrency.js'
import { acknowledge } from './acknowledge.js'
import { CallerGuard } from './caller.guard.js'
import type { ChatServer, ChatSocket } from './chat-socket.js'
import { ConnectionLimits } from './connection-limits.js'
import { CountsService } from './counts.service.js'
import { EventLimits } from './event-limits.js'
import { Handshake } from './handshake.js'
import { LiveSessionGuard } from './live-session.guard.js'
import { PresenceService } from './presence.service.js'
import { RoomsService } from './rooms.service.js'
import { SocketServer } from './socket-server.js'
import { ViewersService } from './viewers.service.js'
import { onceDrained } from './backpressure.js'

type Payload<E extends ClientRequest> = ClientRequests[E]['payload']
type Answer<E extends ClientRequest> = Promise<Ack<ClientRequests[E]['data']>>

/** The socket side of the contract. Every event is acknowledged, with data or with an error. */
@WebSocketGateway()
@UseFilters(SocketErrorFilter)
@UseGuards(LiveSessionGuard, CallerGuard)
@UsePipes(validationPipe)
export class ChatGateway implements OnGatewayInit, OnGatewayConnection, OnGatewayDisconnect {
  constructor(
    private readonly connections: ConnectionLimits,
    private readonly limits: EventLimits,
    private readonly concurrency: AccountConcurrency,
    private readonly rooms: RoomsService,
    private readonly messages: MessagesService,
    private readonly reading: ReadingService,
    private readonly receipts: DeliveryReceiptsService,
    private readonly users: ChatUserService,
    private readonly presence: PresenceService,
    private readonly counts: CountsService,
    private readonly viewers: ViewersService,
    private readonly handshake: Handshake,
    private readonly socketServer: SocketServer,
  ) {}

  /** @param server a server that is ours alone, or a namespace of another one's */
  afterInit(server: Server | ChatServer): void {
    const namespace = (server instanceof Server ? server.sockets : server) as ChatServer
    if (server instanceof Server) {
      server.engine.on('connection', (connection: ChatSocket['conn']) => this.connections.watch(connection))
    }
    namespace.use(this.handshake.middleware)
    this.socketServer.current = namespace
    this.counts.listen(namespace)
    this.viewers.listen(namespace)
  }

  handleConnection(socket: ChatSocket): void {
    this.connections.joined(socket.conn)
    this.limits.watch(socket)
    this.rooms.enter(socket)
  }

  handleDisconnect(socket: ChatSocket): void {
    this.presence.disconnected(socket)
  }

  @SubscribeMessage('join_chat')
  join(
    @ConnectedSocket() socket: ChatSocket,
    @MessageBody({ schema: clientRequests.join_chat.payload }) payload: Payload<'join_chat'>,
  ): Answer<'join_chat'> {
    return this.runLimited(socket, () => this.rooms.join(socket, payload))
  }

  @SubscribeMessage('leave_chat')
  leave(
    @ConnectedSocket() socket: ChatSocket,
    @MessageBody({ schema: clientRequests.leave_chat.payload }) payload: Payload<'leave_chat'>,
  ): Answer<'leave_chat'> {
    return this.runLimited(socket, () => this.rooms.leave(socket, payload))
  }

  @SubscribeMessage('send_message')
  send(
    @ConnectedSocket() { data: { principal } }: ChatSocket,
    @MessageBody({ schema: clientRequests.send_message.payload }) payload: Payload<'send_message'>,
  ): Answer<'send_message'> {
    return acknowledge(this.messages.send(principal, payload.chat_id, payload).then(({ message }) => message))
  }

  @SubscribeMessage('mark_read')
  markRead(
    @ConnectedSocket() socket: ChatSocket,
    @MessageBody({ schema: clientRequests.mark_read.payload }) payload: Payload<'mark_read'>,
  ): Answer<'mark_read'> {
    return this.runLimited(socket, () => this.reading.markRead(socket.data.principal, payload.chat_id, payload))
  }

  @SubscribeMessage('mark_delivered')
  markDelivered(
    @ConnectedSocket() socket: ChatSocket,
    @MessageBody({ schema: clientRequests.mark_delivered.payload }) payload: Payload<'mark_delivered'>,
  ): Answer<'mark_delivered'> {
    return this.runLimited(socket, () =>
      this.receipts.markDelivered(socket.data.principal, payload.chat_id, payload.sequence).then(() => ({})),
    )
  }

  @SubscribeMessage('typing')
  typing(
    @ConnectedSocket() socket: ChatSocket,
    @MessageBody({ schema: clientRequests.typing.payload }) payload: Payload<'typing'>,
  ): Answer<'typing'> {
    return this.runLimited(socket, () => this.rooms.broadcastTyping(socket, payload))
  }

  @SubscribeMessage('visit')
  visit(
    @ConnectedSocket() socket: ChatSocket,
    @MessageBody({ schema: clientRequests.visit.payload }) payload: Payload<'visit'>,
  ): Answer<'visit'> {
    return this.runLimited(socket, () => this.users.visit(socket.data.principal, payload).then(() => ({})))
  }

  @SubscribeMessage('watch')
  watch(
    @ConnectedSocket() socket: ChatSocket,
    @MessageBody({ schema: clientRequests.watch.payload }) payload: Payload<'watch'>,
  ): Answer<'watch'> {
    return this.runLimited(socket, () => this.rooms.watch(socket, payload))
  }

  @SubscribeMessage('refresh_token')
  refreshToken(
    @ConnectedSocket() socket: ChatSocket,
    @MessageBody({ schema: clientRequests.refresh_token.payload }) payload: Payload<'refresh_token'>,
  ): Answer<'refresh_token'> {
    return this.runLimited(socket, () => this.rooms.refreshToken(socket, payload))
  }

  /** For everything but sending, which shares transactions. The slot is held until the answer has been written to the client. */
  private async runLimited<T>(socket: ChatSocket, work: () => Promise<T>): Promise<Ack<T>> {
    const release = await this.concurrency.acquire(socket.data.principal)
    try {
      if (!socket.connected) throw new AppError('unavailable', 'The connection was lost')
      return await acknowledge(work())
    } finally {
      // In the next tick: by then Nest has handed the answer to the socket.
      setImmediate(() => onceDrained(socket.conn, release))
    }
  }
}
