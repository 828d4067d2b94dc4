import { Injectable } from '@nestjs/common'
import { Gauge } from 'prom-client'
import { STAFF_ROOM } from '@support-chat/shared'
import { DataSource } from 'typeorm'
import { Config } from '../config/config.js'
import { poolOf } from '../database/shared-pool.js'
import { MessageWriter } from '../messages/message-writer.js'
import { rooms } from '../realtime/chat-socket.js'
import { SocketServer } from '../realtime/socket-server.js'
import { MetricsRegistry } from './metrics.registry.js'

/** What this process holds at the moment of a scrape. */
@Injectable()
export class StateMetrics {
  constructor(
    private readonly registry: MetricsRegistry,
    private readonly config: Config,
    private readonly dataSource: DataSource,
    private readonly messages: MessageWriter,
    private readonly sockets: SocketServer,
  ) {
    this.watchSockets()
    this.watchPool()
    const stalled: Gauge = new Gauge({
      ...{ name: 'support_chat_sends_stalled_seconds', registers: [registry] },
      help: 'For how long no transaction of sends has ended, while several are open',
      collect: () => stalled.set(this.messages.stalledForMs() / 1_000),
    })
  }

  private watchSockets(): void {
    const sockets = new Gauge({
      ...{ name: 'support_chat_sockets', labelNames: ['of'], registers: [this.registry] },
      help: 'Connected sockets of users and of staff',
      collect: () => {
        const open = this.sockets.current?.adapter.rooms
        sockets.set({ of: 'users' }, open?.get(rooms.users)?.size ?? 0)
        sockets.set({ of: 'staff' }, open?.get(STAFF_ROOM)?.size ?? 0)
      },
    })
  }

  private watchPool(): void {
    const pool = poolOf(this.config.dataSource ?? this.dataSource)
    const registers = [this.registry]
    const connections = new Gauge({
      ...{ name: 'support_chat_database_connections', labelNames: ['state'], registers },
      help: 'Connections of the database pool, by whether they are in use',
      collect: () => {
        connections.set({ state: 'idle' }, pool.idleCount)
        connections.set({ state: 'in_use' }, pool.totalCount - pool.idleCount)
      },
    })
    const most: Gauge = new Gauge({
      ...{ name: 'support_chat_database_connections_max', registers },
      help: 'Connections that the database pool may have',
      collect: () => most.set(pool.options.max),
    })
    const waiting: Gauge = new Gauge({
      ...{ name: 'support_chat_database_waiting', registers },
      help: 'Transactions and reads that wait for a connection of the pool',
      collect: () => waiting.set(pool.waitingCount),
    })
  }
}
