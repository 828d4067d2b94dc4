import { Injectable } from '@nestjs/common'
import { DataSource } from 'typeorm'
import { RedisConnections } from '../redis/redis-connections.js'

export interface ReadinessReport {
  ready: boolean
  database: 'up' | 'down'
  /** Down is no reason to be taken out: without Redis each node still stores and delivers on its own. */
  redis: 'up' | 'down' | 'off'
  /** It finishes what it has, and wants nothing new. */
  stopping: boolean
}

const PATIENCE_MS = 2_000

/** Whether this process should be sent requests. */
@Injectable()
export class Readiness {
  private stopping = false

  constructor(
    private readonly dataSource: DataSource,
    private readonly redis: RedisConnections,
  ) {}

  /** From now on it is not ready, so that whoever spreads the load looks elsewhere before it closes. */
  stop(): void {
    this.stopping = true
  }

  async report(): Promise<ReadinessReport> {
    const database = (await this.isDatabaseUp()) ? 'up' : 'down'
    const { stopping } = this
    return { ready: database === 'up' && !stopping, database, redis: this.redis.state(), stopping }
  }

  private async isDatabaseUp(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<false>((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS, false)
    })
    const answered = this.dataSource.query('SELECT 1').then(
      () => true,
      () => false,
    )
    return Promise.race([answered, late]).finally(() => {
      clearTimeout(timer)
    })
  }
}
