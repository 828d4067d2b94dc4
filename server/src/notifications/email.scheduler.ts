import { Injectable, type OnApplicationShutdown } from '@nestjs/common'

/**
 * Calls the outbox worker when e-mails fall due. Extension point: the default keeps timers in this process; with Redis it
 * is `BullEmailScheduler`, whose jobs survive a restart. A scheduler may call too often, or miss a call: the database
 * decides what is due, and a sweep each minute finds what was missed.
 */
export abstract class EmailScheduler {
  /** Has the worker called in `delayMs`, here or in another process. Returns at once, also while Redis is away. */
  abstract schedule(delayMs: number): void

  /** Registers the worker's function, once, before anything is scheduled. */
  abstract start(deliverDue: () => Promise<void>): void
}

/** The longest delay that setTimeout knows, 24.8 days; beyond it, it would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** Added to each delay: timers may fire a few milliseconds early, when the database would find nothing due yet. */
const MARGIN_MS = 20

@Injectable()
export class InMemoryEmailScheduler extends EmailScheduler implements OnApplicationShutdown {
  private readonly timers = new Set<NodeJS.Timeout>()
  private deliverDue: () => Promise<void> = () => Promise.resolve()

  schedule(delayMs: number): void {
    // Beyond the longest timer the sweep finds it.
    if (delayMs + MARGIN_MS > LONGEST_TIMER_MS) return
    const timer = setTimeout(() => {
      this.timers.delete(timer)
      void this.deliverDue()
    }, delayMs + MARGIN_MS)
    timer.unref()
    this.timers.add(timer)
  }

  start(deliverDue: () => Promise<void>): void {
    this.deliverDue = deliverDue
  }

  onApplicationShutdown(): void {
    for (const timer of this.timers) clearTimeout(timer)
    this.timers.clear()
  }
}
