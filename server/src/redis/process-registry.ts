import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common'
import { HttpAdapterHost } from '@nestjs/core'
import type { Server } from 'node:http'
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { DataSource } from 'typeorm'
import { query } from '../database/sql.js'
import { IntervalTasks } from '../common/interval-tasks.js'
import { HEARTBEAT_SQL } from './heartbeat.sql.js'
import { RedisConnections } from './redis-connections.js'
import { ServerProcess } from './server-process.entity.js'

const HEARTBEAT = 'record the heartbeat of this process'
const HEARTBEAT_MS = 3_000
/** Heartbeats of another process that are seen before it counts as running. */
const BEATS_TO_BELIEVE = 2
export const WARN_AGAIN_MS = 10 * 60_000
const REMOVE_TIMEOUT_MS = 1_000

/**
 * Warns the operator when several processes serve one database without a Redis: what happens at one is then not seen
 * live at the others, and nothing else would tell.
 *
 * Each process records a heartbeat in the database: its connections, their names and its locks cannot be recognised
 * behind a pooler. The row of a process that was killed stays for a while, so only rows that go on changing count.
 */
@Injectable()
export class ProcessRegistry implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Processes')
  private readonly id = randomUUID()
  private pending: Promise<void> | null = null
  /** The other processes, each with its last heartbeat and how many were seen after the first. */
  private others = new Map<string, { seenAt: number; beats: number }>()
  private warnedAt = -Infinity

  constructor(
    private readonly dataSource: DataSource,
    private readonly redis: RedisConnections,
    private readonly host: HttpAdapterHost,
    private readonly tasks: IntervalTasks,
  ) {}

  onApplicationBootstrap(): void {
    this.tasks.start(HEARTBEAT, HEARTBEAT_MS, async () => {
      // Programs such as the seeding work on the database too, and serve nobody.
      if ((this.host.httpAdapter?.getHttpServer() as Server | undefined)?.listening) await this.beat()
    })
  }

  async onModuleDestroy(): Promise<void> {
    await this.tasks.stop(HEARTBEAT)
    await this.pending
    const removed = this.dataSource.manager.delete(ServerProcess, this.id).catch(() => undefined)
    await Promise.race([removed, delay(REMOVE_TIMEOUT_MS, undefined, { ref: false })])
  }

  /** Never rejects: while the database is away there is nothing to warn of. */
  async beat(): Promise<void> {
    this.pending ??= this.look()
      .catch(() => this.others.clear())
      .finally(() => (this.pending = null))
    await this.pending
  }

  private async look(): Promise<void> {
    const rows = await query<{ id: string; seen_at: Date }[]>(this.dataSource, HEARTBEAT_SQL, [this.id])
    const before = this.others
    this.others = new Map()
    for (const { id, seen_at } of rows) {
      const known = before.get(id)
      const isNewer = known !== undefined && seen_at.getTime() > known.seenAt
      this.others.set(id, { seenAt: seen_at.getTime(), beats: (known?.beats ?? 0) + (isNewer ? 1 : 0) })
    }
    const isAnotherRunning = [...this.others.values()].some(({ beats }) => beats >= BEATS_TO_BELIEVE)
    if (isAnotherRunning && !this.redis.configured) this.warn()
  }

  private warn(): void {
    if (Date.now() - this.warnedAt < WARN_AGAIN_MS) return
    this.warnedAt = Date.now()
    this.logger.warn(
      'Another process serves this database, and REDIS_URL is not set: what happens at one is not seen live at the other. Set one REDIS_URL for all of them, or run one only.',
    )
  }
}
