import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common'
import { UnitOfWork } from '../database/unit-of-work.js'
import { Batcher } from '../common/batcher.js'
import type { User } from './user.entity.js'
import { UserRepository } from './user.repository.js'

/** Whoever was noticed within this time is not written down again. */
const FRESH_MS = 60_000

/** Accounts noticed within this time are written together. */
const BATCH_DELAY_MS = 1_000

/** Keeps when each account was last noticed, roughly, and never at the cost of the request that it was noticed by. */
@Injectable()
export class LastSeen implements OnApplicationShutdown {
  private readonly logger = new Logger(LastSeen.name)
  private readonly noticed = new Batcher(BATCH_DELAY_MS, (noticed) => this.write([...noticed.keys()].sort()))

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserRepository,
  ) {}

  onApplicationShutdown(): void {
    this.noticed.stop()
  }

  /** A token of this account, whose row was just read, was accepted. */
  arrived({ id, lastSeenAt }: User): void {
    if (!lastSeenAt || Date.now() - lastSeenAt.getTime() > FRESH_MS) this.notice(id)
  }

  /** The account has been here until now. */
  notice(userId: string): void {
    this.noticed.add(userId)
  }

  private async write(ids: string[]): Promise<void> {
    try {
      await this.unitOfWork.run((tx) => this.users.markSeen(tx, ids))
    } catch (error) {
      this.logger.warn(`It was not written down when ${ids.length} accounts were last seen: ${String(error)}`)
    }
  }
}
