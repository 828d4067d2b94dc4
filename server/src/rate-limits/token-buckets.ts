import { Injectable } from '@nestjs/common'
import type { Redis } from 'ioredis'
import { Clock } from '../common/clock.js'
import type { RateLimit } from './rate-limit.js'

/**
 * Token buckets, each stored as one number: when it will be full again. A full bucket is not stored, so that only recently
 * active subjects take memory.
 */
export interface TokenBuckets {
  /** Takes a token. @returns 0, or the milliseconds until there is one */
  take(key: string, limit: RateLimit): Promise<number>
  /** Puts back a token that was taken. */
  giveBack(key: string, limit: RateLimit): Promise<void>
}

const MAX_BUCKETS = 100_000
const FORGET_EVERY_MS = 30_000

/** Buckets of this process, at most 100,000: beyond that the oldest one is removed. */
@Injectable()
export class MemoryBuckets implements TokenBuckets {
  private readonly fullAt = new Map<string, number>()
  private forgetAt = 0

  constructor(private readonly clock: Clock) {}

  get size(): number {
    return this.fullAt.size
  }

  take(key: string, limit: RateLimit): Promise<number> {
    return Promise.resolve(this.takeNow(key, limit))
  }

  /** The same without a promise. */
  takeNow(key: string, limit: RateLimit): number {
    const now = this.clock.now()
    this.forgetFull(now)
    const { tokenMs, capacityMs } = spans(limit)
    const fullAt = Math.max(this.fullAt.get(key) ?? now, now)
    // In this order a full bucket is exactly full, whatever fraction of a millisecond it is.
    const wait = fullAt - now - (capacityMs - tokenMs)
    if (wait > 0) return Math.ceil(wait)
    this.makeRoomFor(key)
    this.fullAt.set(key, fullAt + tokenMs)
    return 0
  }

  giveBack(key: string, limit: RateLimit): Promise<void> {
    const fullAt = this.fullAt.get(key)
    if (fullAt !== undefined) this.fullAt.set(key, fullAt - spans(limit).tokenMs)
    return Promise.resolve()
  }

  private forgetFull(now: number): void {
    if (now < this.forgetAt) return
    this.forgetAt = now + FORGET_EVERY_MS
    for (const [key, fullAt] of this.fullAt) if (fullAt <= now) this.fullAt.delete(key)
  }

  private makeRoomFor(key: string): void {
    if (this.fullAt.size < MAX_BUCKETS || this.fullAt.has(key)) return
    const oldest = this.fullAt.keys().next()
    if (!oldest.done) this.fullAt.delete(oldest.value)
  }
}

/** The same on Redis, atomically, by its clock. KEYS: bucket. ARGV: milliseconds of a token, milliseconds of a full bucket. */
const TAKE = `
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local full_at = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now)
local wait = full_at - now - (ARGV[2] - ARGV[1])
if wait > 0 then return math.ceil(wait) end
redis.call('SET', KEYS[1], full_at + ARGV[1], 'PX', math.ceil(full_at + ARGV[1] - now))
return 0
`

/** KEYS: bucket. ARGV: milliseconds of a token. A bucket that becomes full is deleted. */
const GIVE_BACK = `
local full_at = tonumber(redis.call('GET', KEYS[1]) or 0)
local left = redis.call('PTTL', KEYS[1]) - ARGV[1]
if left <= 0 then redis.call('DEL', KEYS[1])
else redis.call('SET', KEYS[1], full_at - ARGV[1], 'PX', math.ceil(left)) end
`

type WithBuckets = Redis & {
  takeToken(key: string, tokenMs: number, capacityMs: number): Promise<number>
  giveTokenBack(key: string, tokenMs: number): Promise<void>
}

/**
 * Buckets that all processes share. Rejects while Redis is away. A subject that has to wait is told so again without
 * asking Redis, so that a flood does not reach Redis.
 */
export class RedisBuckets implements TokenBuckets {
  private readonly waits = new Map<string, number>()

  constructor(private readonly redis: Redis) {
    redis.defineCommand('takeToken', { numberOfKeys: 1, lua: TAKE })
    redis.defineCommand('giveTokenBack', { numberOfKeys: 1, lua: GIVE_BACK })
  }

  async take(key: string, limit: RateLimit): Promise<number> {
    const known = this.known(key)
    if (known > 0) return known
    const { tokenMs, capacityMs } = spans(limit)
    const wait = await (this.redis as WithBuckets).takeToken(this.keyOf(key), tokenMs, capacityMs)
    if (wait > 0) this.remember(key, wait)
    return wait
  }

  async giveBack(key: string, limit: RateLimit): Promise<void> {
    this.waits.delete(key)
    await (this.redis as WithBuckets).giveTokenBack(this.keyOf(key), spans(limit).tokenMs)
  }

  private known(key: string): number {
    const until = this.waits.get(key)
    if (until === undefined) return 0
    const wait = Math.ceil(until - performance.now())
    if (wait <= 0) this.waits.delete(key)
    return Math.max(0, wait)
  }

  private remember(key: string, wait: number): void {
    if (this.waits.size >= MAX_BUCKETS) this.waits.clear()
    this.waits.set(key, performance.now() + wait)
  }

  private keyOf(key: string): string {
    return `support-chat:rate-limit:${key}`
  }
}

function spans({ burst, perSecond }: RateLimit): { tokenMs: number; capacityMs: number } {
  return { tokenMs: 1000 / perSecond, capacityMs: (1000 * burst) / perSecond }
}
