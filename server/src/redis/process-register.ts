import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common'
import { HttpAdapterHost } from '@nestjs/core'
import type { Server } from 'node:http'
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { DataSource } from 'typeorm'
import { IntervalTasks } from '../common/interval-tasks.js'
import { RedisConnections } from './redis-connections.js'

const HEARTBEAT = 'record the heartbeat of this process'
const HEARTBEAT_MS = 3_000
/** Heartbeats of another process that are seen before it counts as running. */
const BEATS_TO_BELIEVE = 2
export const WARN_AGAIN_MS = 10 * 60_000
const GOODBYE_MS = 1_000

/**
 * Tells the operator of several processes that have no Redis between them: what happens at one would not be seen live
 * at the others, and nothing else would say so.
 *
 * Each process leaves a sign of life in the database: connections, their names and locks say nothing behind a pooler.
 * The row of one that was killed stays, and does not move: only who goes on moving counts.
 */
@Injectable()
export class ProcessRegister implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Processes')
  private readonly id = randomUUID()
  private pending: Promise<void> | null = null
  /** Of the others: what was last seen of them, and how often that has moved. */
  private others = new Map<string, { seenAt: number; moves: number }>()
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
    this.tasks.stop(HEARTBEAT)
    await this.pending
    const removed = this.dataSource
      .query('DELETE FROM server_processes WHERE id = $1', [this.id])
      .catch(() => undefined)
    await Promise.race([removed, delay(GOODBYE_MS, undefined, { ref: false })])
  }

  /** Never rejects: while the database is away nobody is told anything anyway. */
  async beat(): Promise<void> {
    this.pending ??= this.look()
      .catch(() => this.others.clear())
      .finally(() => (this.pending = null))
    await this.pending
  }

  private async look(): Promise<void> {
    const rows: { id: string; seen_at: Date }[] = await this.dataSource.query(BEAT, [this.id])
    const before = this.others
    this.others = new Map()
    for (const { id, seen_at } of rows) {
      const known = before.get(id)
      const moved = known !== undefined && seen_at.getTime() > known.seenAt
      this.others.set(id, { seenAt: seen_at.getTime(), moves: (known?.moves ?? 0) + (moved ? 1 : 0) })
    }
    const alive = [...this.others.values()].some(({ moves }) => moves >= BEATS_TO_BELIEVE)
    if (alive && !this.redis.configured) this.warn()
  }

  private warn(): void {
    if (Date.now() - this.warnedAt < WARN_AGAIN_MS) return
    this.warnedAt = Date.now()
    this.logger.warn(
      'Another process serves this database, and REDIS_URL is not set: what happens at one is not seen live at the other. Set one REDIS_URL for all of them, or run one only.',
    )
  }
}

const BEAT = `
  WITH beat AS (
    INSERT INTO server_processes (id, seen_at) VALUES ($1, clock_timestamp())
    ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at
  ), forgotten AS (
    DELETE FROM server_processes WHERE seen_at < now() - interval '1 hour' AND id <> $1
  )
  SELECT id, seen_at FROM server_processes WHERE id <> $1 AND seen_at > now() - interval '1 minute'
`
