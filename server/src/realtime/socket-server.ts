import { Injectable } from '@nestjs/common'
import type { ChatServer } from './chat-socket.js'

/** Where everything but the gateway gets the namespace of Socket.IO from. */
@Injectable()
export class SocketServer {
  /** Set by the gateway; null in an application that serves no sockets, as one of Nest's application contexts. */
  current: ChatServer | null = null
}
