import type { INestApplicationContext } from '@nestjs/common'
import type { Namespace } from 'socket.io'
import { ClientAddresses } from '../config/client-addresses.js'
import { OriginPolicy } from '../config/origin-policy.js'
import { limitSendBuffer } from '../realtime/backpressure.js'
import { SharedListenersIoAdapter } from '../realtime/shared-listeners.adapter.js'
import { clusterAdapter } from '../redis/cluster-adapter.js'
import { RedisConnections } from '../redis/redis-connections.js'

/** Serves a namespace of a Socket.IO server that is another application's. What it needs is done for the namespace alone. */
export class NamespaceAdapter extends SharedListenersIoAdapter {
  constructor(
    app: INestApplicationContext,
    private readonly namespace: Namespace,
  ) {
    super(app)
    const redis = app.get(RedisConnections, { strict: false })
    const origins = app.get(OriginPolicy, { strict: false })
    const addresses = app.get(ClientAddresses, { strict: false })
    if (redis.configured) namespace.adapter = new (adapterClass(redis))(namespace)
    namespace.use((socket, next) => {
      const { request, handshake } = socket
      addresses.warnOfUntrusted(request)
      Object.assign(handshake, { address: addresses.of(request) })
      if (!origins.admits(request.headers.origin)) return next(new Error('This origin is not allowed'))
      limitSendBuffer(socket.conn)
      next()
    })
  }

  override create(): Namespace {
    return this.namespace
  }

  /** The server goes on; its sockets of this namespace reconnect to whichever serves it next. */
  override async close(): Promise<void> {
    this.namespace.disconnectSockets(true)
    await this.namespace.adapter.close()
  }
}

function adapterClass(redis: RedisConnections): new (namespace: Namespace) => Namespace['adapter'] {
  return clusterAdapter(redis) as unknown as new (namespace: Namespace) => Namespace['adapter']
}
