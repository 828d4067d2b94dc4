import { Injectable } from '@nestjs/common'
import type { Role } from '@support-chat/shared'
import { ConcurrencyLimiter } from './concurrency-limiter.js'
import { ACCOUNT_CONCURRENCY } from './rate-limit.js'

/**
 * Bounds how many requests of one account this process works on at a time: a hundred large pages that are asked for at
 * once are made and sent a few at a time, and other accounts are served between them.
 */
@Injectable()
export class AccountConcurrency {
  private readonly limiters = new Map<string, ConcurrencyLimiter>()

  /**
   * Waits until the account may run one more request.
   * @returns to be called when it is done; safe to call again
   * @throws AppError `rate_limited` where too many wait already, or the wait takes too long
   */
  acquire({ id, role }: { id: string; role: Role }): Promise<() => void> {
    const limiter = this.limiters.get(id) ?? this.add(id, role)
    return limiter.acquire()
  }

  private add(id: string, role: Role): ConcurrencyLimiter {
    const limiter = new ConcurrencyLimiter(ACCOUNT_CONCURRENCY[role], { onIdle: () => this.limiters.delete(id) })
    this.limiters.set(id, limiter)
    return limiter
  }
}
