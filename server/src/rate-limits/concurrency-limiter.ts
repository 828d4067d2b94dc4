import type { AppError } from '../common/errors/app-error.js'
import { tooManyRequests } from './rate-limiter.js'

/** When to come back to a full queue. */
const RETRY_AFTER_MS = 1_000

/** A task may have taken long because the client took long to read its answer. */
const MAX_COOLDOWN_MS = 100

export interface ConcurrencyLimits {
  /** Tasks that run at a time. */
  readonly maxRunning: number
  /** Tasks that wait, of each priority. */
  readonly maxQueued: number
  /** How long a task waits; without it, until it runs. */
  readonly maxWaitMs?: number
  /** Whether the next task waits for as long again as the last one took, so that a queue that never empties takes half the time. */
  readonly cooldown?: boolean
}

/** `high` goes first, and has a queue of its own. */
export type Priority = 'high' | 'normal'

interface Callbacks {
  /** Makes the error for a task that finds its queue full, or has waited too long. */
  readonly reject?: () => AppError
  /** Called whenever nothing runs or waits any more. */
  readonly onIdle?: () => void
}

/** Runs a few tasks at a time; the others wait in the order in which they came. */
export class ConcurrencyLimiter {
  private running = 0
  private readonly queues: Record<Priority, (() => void)[]> = { high: [], normal: [] }

  constructor(
    private readonly limits: ConcurrencyLimits,
    private readonly callbacks: Callbacks = {},
  ) {}

  /** @throws what `acquire` and `task` throw */
  async run<T>(task: () => Promise<T>, priority?: Priority): Promise<T> {
    const release = await this.acquire(priority)
    try {
      return await task()
    } finally {
      release()
    }
  }

  /**
   * Waits until the caller may run.
   * @returns to be called when it is done; safe to call again
   * @throws AppError where the queue is full or the wait takes too long: `rate_limited`, or what `reject` makes
   */
  async acquire(priority: Priority = 'normal'): Promise<() => void> {
    const queue = this.queues[priority]
    if (this.running < this.limits.maxRunning) this.running++
    else if (queue.length < this.limits.maxQueued) await this.wait(queue)
    else throw this.rejection()
    const startedAt = performance.now()
    let isReleased = false
    return () => {
      if (!isReleased) this.release(performance.now() - startedAt)
      isReleased = true
    }
  }

  private wait(queue: (() => void)[]): Promise<void> {
    const { maxWaitMs } = this.limits
    return new Promise((resolve, reject) => {
      const start = () => {
        clearTimeout(timer)
        resolve()
      }
      const giveUp = () => {
        queue.splice(queue.indexOf(start), 1)
        reject(this.rejection())
      }
      const timer = maxWaitMs === undefined ? undefined : setTimeout(giveUp, maxWaitMs).unref()
      queue.push(start)
    })
  }

  private release(tookMs: number): void {
    const isAwaited = this.queues.high.length + this.queues.normal.length > 0
    const cooldown = this.limits.cooldown && isAwaited ? Math.min(Math.floor(tookMs), MAX_COOLDOWN_MS) : 0
    if (cooldown === 0) this.startNext()
    else setTimeout(() => this.startNext(), cooldown)
  }

  private startNext(): void {
    const next = this.queues.high.shift() ?? this.queues.normal.shift()
    if (next) return next()
    this.running--
    if (this.running === 0) this.callbacks.onIdle?.()
  }

  private rejection(): AppError {
    return this.callbacks.reject?.() ?? tooManyRequests(RETRY_AFTER_MS)
  }
}
