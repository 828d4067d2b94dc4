import { Injectable } from '@nestjs/common'
import { isWritable } from '../database/is-writable.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { MessageWriter } from '../messages/message-writer.js'
import { RedisConnections } from '../redis/redis-connections.js'

export interface ReadinessReport {
  ready: boolean
  database: 'up' | 'down'
  /** Down is no reason to be taken out: without Redis each node still stores and delivers on its own. */
  redis: 'up' | 'down' | 'off'
  /** It finishes what it has, and wants nothing new. */
  stopping: boolean
}

/** Who asks is answered within this time, in milliseconds, whatever is away. */
const PATIENCE_MS = 2_000

/** After so many milliseconds without an end of any transaction of sends, this process counts as stalled. */
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

  /** From now on it is not ready, so that whoever spreads the load looks elsewhere before it closes. */
  stop(): void {
    this.stopping = true
  }

  async report(): Promise<ReadinessReport> {
    const [isUp, redis] = await Promise.all([this.isDatabaseUp(), this.redis.probe()])
    const database = isUp ? 'up' : 'down'
    const { stopping } = this
    return { ready: isUp && !stopping, database, redis, stopping }
  }

  /** Other connections may answer while those that store do not: then it cannot do what it is here for. */
  private async isDatabaseUp(): Promise<boolean> {
    if (this.messages.stalledForMs() > STALLED_MS) return false
    // However many ask, one connection is used for it.
    this.probing ??= this.probe().finally(() => {
      this.probing = null
    })
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<false>((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS, false)
    })
    return Promise.race([this.probing, late]).finally(() => clearTimeout(timer))
  }

  /** Through the pool that requests use. One that does not answer is closed, and a new one tried the next time. */
  private async probe(): Promise<boolean> {
    try {
      return await this.unitOfWork.run(isWritable, PATIENCE_MS)
    } catch {
      return false
    }
  }
}
