import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common'
import { UnitOfWork } from '../database/unit-of-work.js'
import { Batcher } from '../common/batcher.js'
import type { User } from './user.entity.js'
import { UserRepository } from './user.repository.js'

/** An account whose `last_seen_at` is newer than this is not updated. */
const FRESH_MS = 60_000

/** Accounts seen within this time are written together. */
const BATCH_DELAY_MS = 1_000

/** Keeps `last_seen_at` of each account, to about a minute, in batches that no request waits for. */
@Injectable()
export class LastSeenService implements OnApplicationShutdown {
  private readonly logger = new Logger(LastSeenService.name)
  private readonly seen = new Batcher(BATCH_DELAY_MS, (seen) => this.write([...seen.keys()].sort()))

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserRepository,
  ) {}

  onApplicationShutdown(): void {
    this.seen.stop()
  }

  /** The account, as it was just read, is here now. */
  touchIfStale({ id, lastSeenAt }: Pick<User, 'id' | 'lastSeenAt'>): void {
    if (!lastSeenAt || Date.now() - lastSeenAt.getTime() > FRESH_MS) this.touch(id)
  }

  /** The account has been here until now. */
  touch(userId: string): void {
    this.seen.add(userId)
  }

  private async write(ids: string[]): Promise<void> {
    try {
      await this.unitOfWork.run((tx) => this.users.updateLastSeen(tx, ids))
    } catch (error) {
      this.logger.warn(`Failed to update last_seen_at: accounts=${ids.length} error=${String(error)}`)
    }
  }
}
