import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common'
import type { Redis } from 'ioredis'
import { RedisConnections } from '../redis/redis-connections.js'

/** Users by id, each with the moment, in milliseconds since 1970, from which nobody vouches for them any more. */
const KEY = 'support-chat:online-users'

/** A node that dies takes its word with it after this time. Far above what clocks of different machines differ by. */
const VOUCH_MS = 45_000
const RENEW_MS = 15_000

/** How long a Redis that did not answer is left alone. */
const PAUSE_MS = 2_000

/** Users named in one command. */
const BATCH = 1_000

/** Which users are connected, to any process: shared through Redis, this process's own without it or while it is away. */
@Injectable()
export class OnlineUsers implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly here = new Set<string>()
  private readonly redis: Redis | null
  private renewing: NodeJS.Timeout | undefined
  private aloneUntil = 0

  constructor(redis: RedisConnections) {
    this.redis = redis.configured ? redis.open('online-users', 'fail') : null
  }

  onApplicationBootstrap(): void {
    if (this.redis) this.renewing = setInterval(() => void this.renew(), RENEW_MS).unref()
  }

  onApplicationShutdown(): void {
    clearInterval(this.renewing)
  }

  /** A user's first or further client has connected to this process. */
  async came(userId: string): Promise<void> {
    this.here.add(userId)
    await this.tell((redis) => redis.zadd(KEY, Date.now() + VOUCH_MS, userId))
  }

  /** A user has no client left on this process; `anywhere` says whether there is one on another. */
  async left(userId: string, anywhere: boolean): Promise<void> {
    this.here.delete(userId)
    if (!anywhere) await this.tell((redis) => redis.zrem(KEY, userId))
  }

  /** Those of these users that are connected. One question for all of them. */
  async among(userIds: string[]): Promise<Set<string>> {
    const online = new Set(userIds.filter((id) => this.here.has(id)))
    const others = userIds.filter((id) => !online.has(id))
    if (others.length === 0) return online
    const vouched = await this.tell((redis) => redis.zmscore(KEY, ...others))
    vouched?.forEach((until, at) => {
      const id = others[at]
      if (id !== undefined && Number(until) > Date.now()) online.add(id)
    })
    return online
  }

  private async renew(): Promise<void> {
    const until = Date.now() + VOUCH_MS
    const ids = [...this.here]
    for (let start = 0; start < ids.length; start += BATCH) {
      const members = ids.slice(start, start + BATCH).flatMap((id) => [until, id])
      await this.tell((redis) => redis.zadd(KEY, ...members))
    }
    await this.tell((redis) => redis.zremrangebyscore(KEY, '-inf', Date.now() - VOUCH_MS))
  }

  /** Null where there is no Redis, or none that answers. */
  private async tell<T>(command: (redis: Redis) => Promise<T>): Promise<T | null> {
    if (!this.redis || performance.now() < this.aloneUntil) return null
    try {
      return await command(this.redis)
    } catch {
      this.aloneUntil = performance.now() + PAUSE_MS
      return null
    }
  }
}
