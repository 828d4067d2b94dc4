import { type OnGatewayInit, WebSocketGateway } from '@nestjs/websockets'
import type { Server } from 'socket.io'

/** Gets the application's Socket.IO server, which it shares with the application's own gateways. Listens to nothing. */
@WebSocketGateway()
export class HostSockets implements OnGatewayInit {
  server: Server | null = null

  afterInit(server: Server): void {
    this.server = server
  }
}
