import { setImmediate } from 'node:timers/promises'
import { Injectable } from '@nestjs/common'
import { Clock } from '../common/clock.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { NotificationChannels } from '../notifications/notification-channels.js'
import { type Backlog, BacklogRepository } from './backlog.repository.js'

/** However often it is asked for, the backlog is read once in so long, in milliseconds. */
export const FRESH_MS = 5_000
/** A scrape waits no longer for the database, in milliseconds. */
const PATIENCE_MS = 2_000

/** Reads what waits to be done, for scrapes: seldom, and never for long. */
@Injectable()
export class BacklogService {
  private latest: Promise<Backlog | null> | null = null
  private readAt = -Infinity

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly backlogs: BacklogRepository,
    private readonly channels: NotificationChannels,
  ) {}

  /** At most 5 s old; null where the database does not answer. */
  read(): Promise<Backlog | null> {
    const now = this.clock.now()
    if (this.latest === null || now - this.readAt > FRESH_MS) {
      this.readAt = now
      this.latest = this.readNow().catch(() => null)
    }
    return this.latest
  }

  private async readNow(): Promise<Backlog> {
    // The connection that this takes shall not count in what the same scrape tells of the pool.
    await setImmediate()
    return this.unitOfWork.run((tx) => this.backlogs.read(tx, this.channels.names), PATIENCE_MS)
  }
}
