import { randomUUID } from 'node:crypto'
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common'
import type { Redis } from 'ioredis'
import { Clock } from '../common/clock.js'
import { IntervalTasks } from '../common/interval-tasks.js'
import { RedisConnections } from '../redis/redis-connections.js'
import { DELETE, GET, RENEW, SET, SWEEP } from './presence.scripts.js'

const PREFIX = 'support-chat:presence:'
/** Processes, each with the moment at which its lease ends. */
export const NODES = `${PREFIX}nodes`

/** Milliseconds for which a process counts as alive after it has renewed its lease. */
export const LEASE_MS = 20_000
const RENEW_MS = 5_000
export const RENEW_LEASE = 'renew the presence lease of this process'

/** Milliseconds for which a Redis that has failed is not asked again. */
const PAUSE_MS = 2_000

/** Fields written or read in one command. */
const BATCH = 1_000

/** A field of every complete hash. It is missing after others, or Redis, have dropped what this process had stored. */
const COMPLETE = 'complete'
const ONLINE = 'online:'

/** The id under which all of staff are kept, among the ids of users. */
export const STAFF = 'staff'

/** Accounts that were connected only to processes that have died: by id, with the chat. */
export type Gone = ReadonlyMap<string, string>

type Scripted = Redis &
  Record<'presenceSet' | 'presenceDelete' | 'presenceGet' | 'presenceRenew' | 'presenceSweep', Script>
type Script = (nodes: string, prefix: string, node: string, ...more: (string | number)[]) => Promise<unknown>

/**
 * Which users are connected to any process, and other fields that each process publishes. Kept in Redis; without Redis, or
 * while it is away, this process knows only its own. Each process renews a lease: what it published ends with the lease.
 */
@Injectable()
export class PresenceStore implements OnApplicationBootstrap {
  /** Called each 5 s, with the accounts that were connected only to processes that have died. */
  onSwept: (gone: Gone) => void = () => undefined
  /** Called after the lease of this process had ended: others may have taken it for dead. */
  onReturned: () => void = () => undefined
  readonly node = randomUUID()
  private readonly here = new Map<string, string>([[COMPLETE, '1']])
  private readonly redis: Scripted | null
  private aloneUntil = 0
  private renewedAt: number
  /** Whether Redis has missed a write. */
  private isBehind = false
  /** Since when Redis has answered without a failure: after an outage others need time to renew their leases too. */
  private steadySince = Infinity

  constructor(
    redis: RedisConnections,
    private readonly tasks: IntervalTasks,
    private readonly clock: Clock,
  ) {
    this.renewedAt = clock.now()
    this.redis = redis.configured ? withScripts(redis.open('presence', 'fail')) : null
  }

  onApplicationBootstrap(): void {
    if (!this.redis) return
    this.tasks.start(RENEW_LEASE, RENEW_MS, () => this.renew())
    void this.tasks.run(RENEW_LEASE)
  }

  /** Whether there may be other processes. */
  get isShared(): boolean {
    return this.redis !== null
  }

  /** Whether other processes cannot be reached: there is a Redis, and it does not answer. */
  get isAlone(): boolean {
    return this.redis !== null && this.clock.now() < this.aloneUntil
  }

  /** The first client of a user, or of staff, on this process. @returns whether there was none anywhere */
  async add(id: string, chatId: string): Promise<boolean> {
    return !this.here.has(ONLINE + id) && !(await this.set(ONLINE + id, chatId))
  }

  /** The last one has left this process. @returns whether there is none left anywhere */
  async remove(id: string): Promise<boolean> {
    return this.here.has(ONLINE + id) && !(await this.delete(ONLINE + id))
  }

  /** Those of these that are connected, with one command for all of them. */
  async filterOnline(ids: string[]): Promise<Set<string>> {
    const others = ids.filter((id) => !this.here.has(ONLINE + id))
    const answers = await this.findElsewhere(others.map((id) => ONLINE + id))
    return new Set(ids.filter((id) => this.here.has(ONLINE + id) || answers.has(ONLINE + id)))
  }

  async isOnline(id: string): Promise<boolean> {
    return (await this.filterOnline([id])).has(id)
  }

  /** Publishes a field of this process. @returns whether another process has published the same field */
  async set(field: string, value: string): Promise<boolean> {
    this.here.set(field, value)
    return this.publish((redis) => redis.presenceSet(NODES, PREFIX, this.node, field, value))
  }

  async delete(field: string): Promise<boolean> {
    this.here.delete(field)
    return this.publish((redis) => redis.presenceDelete(NODES, PREFIX, this.node, field))
  }

  /** What the other live processes have published, by field; nothing while Redis is away. */
  async findElsewhere(fields: string[]): Promise<Map<string, string[]>> {
    const published = new Map<string, string[]>()
    for (let start = 0; start < fields.length; start += BATCH) {
      const asked = fields.slice(start, start + BATCH)
      const answers = await this.query((redis) => redis.presenceGet(NODES, PREFIX, this.node, ...asked))
      for (const values of (answers ?? []) as (string | null)[][]) {
        values.forEach((value, at) => {
          const field = asked[at]
          if (value !== null && field !== undefined) published.set(field, [...(published.get(field) ?? []), value])
        })
      }
    }
    return published
  }

  /** Renews the lease of this process, and removes processes that have not renewed theirs. */
  private async renew(): Promise<void> {
    const complete = await this.query((redis) => redis.presenceRenew(NODES, PREFIX, this.node, LEASE_MS, COMPLETE))
    const now = this.clock.now()
    this.steadySince = complete === null ? Infinity : Math.min(this.steadySince, now)
    if (complete === 0 || (complete !== null && this.isBehind)) await this.publishAll()
    if (complete !== null && now - this.renewedAt > LEASE_MS) this.onReturned()
    if (complete !== null) this.renewedAt = now
    this.onSwept(now - this.steadySince >= LEASE_MS ? await this.sweep() : new Map<string, string>())
  }

  private async sweep(): Promise<Gone> {
    const answer = await this.query((redis) => redis.presenceSweep(NODES, PREFIX, this.node, ONLINE))
    const gone = new Map<string, string>()
    for (const [field, chatId] of pairs((answer ?? []) as string[])) gone.set(field.slice(ONLINE.length), chatId)
    return gone
  }

  private async publish(command: (redis: Scripted) => Promise<unknown>): Promise<boolean> {
    const elsewhere = await this.query(command)
    if (elsewhere === null) this.isBehind = true
    return elsewhere === 1
  }

  /** Publishes all fields anew, and drops those that are not published any more. */
  private async publishAll(): Promise<void> {
    const key = PREFIX + this.node
    const fields = [...this.here]
    this.isBehind = false
    const published = await this.query((redis) => {
      const all = redis.multi().del(key)
      for (let start = 0; start < fields.length; start += BATCH)
        all.hset(key, new Map(fields.slice(start, start + BATCH)))
      return all.exec()
    })
    if (published === null) this.isBehind = true
  }

  /** Null where there is no Redis, or it does not answer. */
  private async query<T>(command: (redis: Scripted) => Promise<T>): Promise<T | null> {
    if (!this.redis || this.clock.now() < this.aloneUntil) return null
    try {
      return await command(this.redis)
    } catch {
      this.aloneUntil = this.clock.now() + PAUSE_MS
      return null
    }
  }
}

function* pairs(flat: string[]): Generator<[string, string]> {
  for (let at = 0; at + 1 < flat.length; at += 2) yield [flat[at] ?? '', flat[at + 1] ?? '']
}

function withScripts(redis: Redis): Scripted {
  const scripts = {
    presenceSet: SET,
    presenceDelete: DELETE,
    presenceGet: GET,
    presenceRenew: RENEW,
    presenceSweep: SWEEP,
  }
  for (const [name, lua] of Object.entries(scripts)) redis.defineCommand(name, { numberOfKeys: 1, lua })
  return redis as Scripted
}
