import { createHash } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import type { RateLimitDetails, SenderType } from '@support-chat/shared'
import { AppError } from '../errors/app-error.js'
import { RedisConnections } from '../redis/redis-connections.js'
import { RATE_LIMITS, STAFF_FACTOR, type RateLimit, type RateLimitName } from './rate-limit.js'
import { MemoryBuckets, RedisBuckets, type TokenBuckets } from './token-buckets.js'

/** How long a Redis that did not answer is left alone, so that a frozen one delays a request and not every request. */
const PAUSE_MS = 2_000

/** Slows who asks too much, the same over REST and sockets: shared through Redis, in memory without it or while it is away. */
@Injectable()
export class RateLimiter {
  private readonly own = new MemoryBuckets()
  private readonly shared: RedisBuckets | null
  private ownUntil = 0

  constructor(redis: RedisConnections) {
    this.shared = redis.configured ? new RedisBuckets(redis.open('rate-limits', 'fail')) : null
  }

  /** Counts one act of an account. @throws AppError `rate_limited` with `retry_after_ms` */
  async takeFor(name: RateLimitName, account: { id: string; role: SenderType }): Promise<void> {
    const limit = RATE_LIMITS[name]
    const factor = account.role === 'admin' ? STAFF_FACTOR : 1
    await this.count(name, account.id, { burst: limit.burst * factor, perSecond: limit.perSecond * factor })
  }

  /** Counts one act of whoever `subject` tells apart. @throws AppError `rate_limited` with `retry_after_ms` */
  async take(name: RateLimitName, ...subject: string[]): Promise<void> {
    await this.count(name, digest(subject), RATE_LIMITS[name])
  }

  /** Undoes one `take`: a sign-in that succeeds was no guess. */
  async forgive(name: RateLimitName, ...subject: string[]): Promise<void> {
    await this.ask((buckets) => buckets.giveBack(`${name}:${digest(subject)}`, RATE_LIMITS[name]))
  }

  private async count(name: RateLimitName, subject: string, limit: RateLimit): Promise<void> {
    const wait = await this.ask((buckets) => buckets.take(`${name}:${subject}`, limit))
    if (wait === 0) return
    const details: RateLimitDetails = { retry_after_ms: wait }
    throw new AppError('rate_limited', 'Too many requests: try again shortly', details)
  }

  private async ask<T>(question: (buckets: TokenBuckets) => Promise<T>): Promise<T> {
    if (this.shared === null || performance.now() < this.ownUntil) return question(this.own)
    try {
      return await question(this.shared)
    } catch {
      this.ownUntil = performance.now() + PAUSE_MS
      return question(this.own)
    }
  }
}

/** Addresses and e-mails are told apart without being kept. */
function digest(subject: string[]): string {
  return createHash('sha256').update(JSON.stringify(subject)).digest('base64url')
}
