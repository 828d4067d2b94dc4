import { Injectable } from '@nestjs/common'
import type { ReadyHealth } from '@support-chat/shared'
import { isWritable } from '../database/is-writable.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { MessageWriter } from '../messages/message-writer.js'
import { RedisConnections } from '../redis/redis-connections.js'

export interface ReadinessReport extends Pick<ReadyHealth, 'database' | 'redis'> {
  ready: boolean
  /** It is shutting down. */
  stopping: boolean
}

/** The longest that an answer takes, in milliseconds. */
const PATIENCE_MS = 2_000

/** A process in which no transaction of sends has ended for so long, in milliseconds, counts as stalled. */
const STALLED_MS = 3_000

/** Whether this process should be sent requests. */
@Injectable()
export class Readiness {
  private stopping = false
  private probing: Promise<boolean> | null = null

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly messages: MessageWriter,
    private readonly redis: RedisConnections,
  ) {}

  /** From now on it is not ready, so that load balancers send requests elsewhere before it closes. */
  stop(): void {
    this.stopping = true
  }

  async report(): Promise<ReadinessReport> {
    const [isUp, redis] = await Promise.all([this.isDatabaseUp(), this.redis.probe()])
    const database = isUp ? 'up' : 'down'
    const { stopping } = this
    return { ready: isUp && !stopping, database, redis, stopping }
  }

  /** Also false while messages cannot be stored, even if other connections answer. */
  private async isDatabaseUp(): Promise<boolean> {
    if (this.messages.stalledForMs() > STALLED_MS) return false
    // Concurrent checks share one connection.
    this.probing ??= this.probe().finally(() => {
      this.probing = null
    })
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<false>((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS, false)
    })
    return Promise.race([this.probing, late]).finally(() => clearTimeout(timer))
  }

  /** Uses the pool of the requests: a connection that does not answer is closed, and the next check gets another. */
  private async probe(): Promise<boolean> {
    try {
      return await this.unitOfWork.run(isWritable, PATIENCE_MS)
    } catch {
      return false
    }
  }
}
