import { Injectable } from '@nestjs/common'
import { ConcurrencyLimiter } from '../rate-limits/concurrency-limiter.js'

/** Uploads of one account that are read at a time; others wait. One may last for minutes. */
const OF_ACCOUNT = { maxRunning: 4, maxQueued: 20, maxWaitMs: 30_000 }
/** Of all accounts at one process. */
const OF_PROCESS = { maxRunning: 64, maxQueued: 200, maxWaitMs: 30_000 }

/** Bounds how many uploads are under way. */
@Injectable()
export class UploadSlots {
  private readonly all = new ConcurrencyLimiter(OF_PROCESS)
  private readonly accounts = new Map<string, ConcurrencyLimiter>()

  /** @throws AppError `rate_limited` where too many wait already, or the wait takes too long; what `upload` throws */
  run<T>(accountId: string, upload: () => Promise<T>): Promise<T> {
    const limiter = this.accounts.get(accountId) ?? this.add(accountId)
    return limiter.run(() => this.all.run(upload))
  }

  private add(accountId: string): ConcurrencyLimiter {
    const limiter = new ConcurrencyLimiter(OF_ACCOUNT, { onIdle: () => this.accounts.delete(accountId) })
    this.accounts.set(accountId, limiter)
    return limiter
  }
}
