import type { INestApplicationContext } from '@nestjs/common'
import { MAX_FRAME_BYTES } from '@support-chat/shared'
import type { IncomingMessage } from 'node:http'
import type { Server, ServerOptions, Socket } from 'socket.io'
import { ClientAddresses } from '../config/client-addresses.js'
import type { Config } from '../config/config.js'
import { GUEST } from '../common/guest.js'
import { OriginPolicy } from '../config/origin-policy.js'
import { clusterAdapter } from '../redis/cluster-adapter.js'
import { RedisConnections } from '../redis/redis-connections.js'
import { limitSendBuffer } from './backpressure.js'
import { coalesceWrites } from './coalesce-writes.js'
import { JOIN_WITHIN_MS } from './connection-limits.js'
import { SharedListenersIoAdapter } from './shared-listeners.adapter.js'

/** Socket.IO as this product needs it. An application that imports the module sets it with `useWebSocketAdapter`. */
export class SupportChatIoAdapter extends SharedListenersIoAdapter {
  private readonly redis: RedisConnections
  private readonly origins: OriginPolicy
  private readonly addresses: ClientAddresses

  /** @param app the server itself, or an application that has imported the module */
  constructor(app: INestApplicationContext, _config?: Config) {
    super(app)
    const own = app.get<INestApplicationContext | null>(GUEST, { strict: false }) ?? app
    this.redis = own.get(RedisConnections)
    this.origins = own.get(OriginPolicy)
    this.addresses = own.get(ClientAddresses)
  }

  override createIOServer(port: number, options?: Partial<ServerOptions>): Server {
    const own: Partial<ServerOptions> = {
      serveClient: false,
      maxHttpBufferSize: MAX_FRAME_BYTES,
      // A connection that died without a word is noticed after 25 s at most.
      pingInterval: 15_000,
      pingTimeout: 10_000,
      connectTimeout: JOIN_WITHIN_MS,
      cors: { origin: (origin, allow) => allow(null, this.origins.allows(origin)), credentials: true },
      // Browsers do not ask before they open a WebSocket: `cors` alone would not keep a foreign page out.
      allowRequest: (request: IncomingMessage, allow: (error: string | null, allowed: boolean) => void) => {
        this.addresses.warnOfUntrusted(request)
        const allowed = this.origins.admits(request.headers.origin)
        allow(allowed ? null : 'This origin is not allowed', allowed)
      },
      ...(this.redis.configured ? { adapter: clusterAdapter(this.redis) } : {}),
    }
    const server = super.createIOServer(port, { ...options, ...own } as ServerOptions)
    server.engine.on('connection', limitSendBuffer)
    server.engine.on('connection', coalesceWrites)
    server.engine.on('connection', (connection: Socket['conn']) => this.correctAddress(connection))
    return server
  }

  /** What becomes `socket.handshake.address`. */
  private correctAddress(connection: Socket['conn']): void {
    Object.assign(connection, { remoteAddress: this.addresses.of(connection.request) })
  }
}
