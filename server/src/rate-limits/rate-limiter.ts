import { createHash } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import type { RateLimitDetails } from '@support-chat/shared'
import { Clock } from '../common/clock.js'
import { AppError } from '../common/errors/app-error.js'
import { RedisConnections } from '../redis/redis-connections.js'
import { RATE_LIMITS, STAFF_FACTOR, type RateLimit, type RateLimitName } from './rate-limit.js'
import { type LimitedAccount, RateLimitPolicy } from './rate-limit.policy.js'
import { MemoryBuckets, RedisBuckets, type TokenBuckets } from './token-buckets.js'

/** How long Redis is not asked after it has failed: a frozen Redis then delays a few requests, not every one. */
const PAUSE_MS = 2_000

/** Refused tokens that are remembered. */
const MAX_TOKENS = 10_000

/** Limits what accounts and addresses do, over REST and sockets alike. Counts in Redis, or in memory without it or while it is away. */
@Injectable()
export class RateLimiter {
  private readonly shared: RedisBuckets | null
  private ownUntil = 0
  /** The bucket of the account, by limit and token: a token that was told to wait is told again without a lookup of its account. */
  private readonly refused = new Map<string, { key: string; limit: RateLimit }>()

  constructor(
    private readonly own: MemoryBuckets,
    private readonly clock: Clock,
    private readonly policy: RateLimitPolicy,
    redis: RedisConnections,
  ) {
    this.shared = redis.configured ? new RedisBuckets(redis.open('rate-limits', 'fail')) : null
  }

  /**
   * Takes a token from a bucket of an account.
   * @param token of the request: with it, `takeByToken` finds the bucket of a refused account again
   * @throws AppError `rate_limited` with `retry_after_ms`
   */
  async takeFor(name: RateLimitName, account: LimitedAccount, token?: string): Promise<void> {
    const limit = this.limitFor(name, account)
    const key = `${name}:${account.id}`
    const wait = await this.withBuckets((buckets) => buckets.take(key, limit))
    if (wait === 0) return
    if (token !== undefined) this.remember(digest([name, token]), key, limit)
    throw tooManyRequests(wait)
  }

  /**
   * The same for an account that `takeFor` has refused lately, without looking the account up in the database.
   * @returns whether it was counted; if not, call `takeFor` once the account is known
   * @throws AppError `rate_limited` with `retry_after_ms`
   */
  async takeByToken(name: RateLimitName, token: string): Promise<boolean> {
    const bucket = this.refused.size > 0 && this.refused.get(digest([name, token]))
    if (!bucket) return false
    const wait = await this.withBuckets((buckets) => buckets.take(bucket.key, bucket.limit))
    if (wait > 0) throw tooManyRequests(wait)
    return true
  }

  /** Takes a token from the bucket of `subject`, an address for example. @throws AppError `rate_limited` with `retry_after_ms` */
  async take(name: RateLimitName, ...subject: string[]): Promise<void> {
    const wait = await this.withBuckets((buckets) => buckets.take(`${name}:${digest(subject)}`, RATE_LIMITS[name]))
    if (wait > 0) throw tooManyRequests(wait)
  }

  /** Gives back what `take` took: a sign-in that succeeds does not count. */
  async forgive(name: RateLimitName, ...subject: string[]): Promise<void> {
    await this.withBuckets((buckets) => buckets.giveBack(`${name}:${digest(subject)}`, RATE_LIMITS[name]))
  }

  private limitFor(name: RateLimitName, account: LimitedAccount): RateLimit {
    const { burst, perSecond } = RATE_LIMITS[name]
    const factor = account.role === 'admin' && name !== 'apiKey' ? STAFF_FACTOR : 1
    const limit = this.policy.limitFor(name, account, { burst: burst * factor, perSecond: perSecond * factor })
    if (limit.burst >= 1 && limit.perSecond > 0) return limit
    throw new Error(`A rate limit policy gave no limit for ${name}: burst must be 1 or more, perSecond more than 0`)
  }

  private remember(subject: string, key: string, limit: RateLimit): void {
    if (this.refused.size >= MAX_TOKENS) this.refused.clear()
    this.refused.set(subject, { key, limit })
  }

  private async withBuckets<T>(command: (buckets: TokenBuckets) => Promise<T>): Promise<T> {
    if (this.shared === null || this.clock.now() < this.ownUntil) return command(this.own)
    try {
      return await command(this.shared)
    } catch {
      this.ownUntil = this.clock.now() + PAUSE_MS
      return command(this.own)
    }
  }
}

/** @param wait until the next try, in milliseconds */
export function tooManyRequests(wait: number): AppError {
  const details: RateLimitDetails = { retry_after_ms: wait }
  return new AppError('rate_limited', 'Too many requests: try again shortly', details)
}

/** Addresses, e-mails and tokens are hashed, so that they are not stored. */
function digest(subject: string[]): string {
  return createHash('sha256').update(JSON.stringify(subject)).digest('base64url')
}
