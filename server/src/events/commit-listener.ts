import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common'
import pg from 'pg'
import { DataSource } from 'typeorm'
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js'
import { IntervalTasks } from '../common/interval-tasks.js'
import { EVENTS_CHANNEL } from '../database/joined-event.repository.js'
import { LISTEN } from './event.sql.js'
import { EventRelay } from './event-relay.js'
import { JoinedEventRelay } from './joined-event-relay.js'

const CONNECT_AGAIN_MS = 5_000
const LISTEN_FOR_COMMITS = 'listen for commits'

/**
 * Wakes the relays when a transaction that is not the unit of work's commits with an event: its program says
 * `NOTIFY support_chat_events` in it. Behind a pooler that shares connections nothing comes here, and the relays find the
 * event by themselves, within a second. The connection is one of its own, beside the pool.
 */
@Injectable()
export class CommitListener implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(CommitListener.name)
  private client: pg.Client | null = null
  private stopping = false

  constructor(
    private readonly dataSource: DataSource,
    private readonly relay: EventRelay,
    private readonly joined: JoinedEventRelay,
    private readonly tasks: IntervalTasks,
  ) {}

  onApplicationBootstrap(): void {
    this.tasks.start(LISTEN_FOR_COMMITS, CONNECT_AGAIN_MS, () => this.listen())
    void this.tasks.run(LISTEN_FOR_COMMITS)
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping = true
    void this.tasks.stop(LISTEN_FOR_COMMITS)
    await this.client?.end().catch(() => undefined)
  }

  private wake(): void {
    this.joined.wake()
    this.relay.wake()
  }

  private async listen(): Promise<void> {
    if (this.client !== null || this.stopping) return
    const { options } = (this.dataSource.driver as PostgresDriver).master as pg.Pool
    const client = new pg.Client(options)
    this.client = client
    client.once('end', () => (this.client = null))
    client.on('error', () => undefined)
    client.on('notification', ({ channel }) => channel === EVENTS_CHANNEL && this.wake())
    try {
      await client.connect()
      await client.query(LISTEN)
    } catch (error) {
      this.logger.debug(`Failed to listen for commits: error=${String(error)}`)
      this.client = null
      await client.end().catch(() => undefined)
    }
  }
}
