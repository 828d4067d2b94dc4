import { Injectable, type OnApplicationShutdown } from '@nestjs/common'

/**
 * When to look for e-mails that are due. Extension point: the default is the process' own timers; with Redis it is
 * `BullClock`, which outlives the process. A clock may wake too often, or not at all: the database decides what is due,
 * and a sweep finds what no clock told of.
 */
export abstract class WakeUpClock {
  /** Has `wake` called in `delayMs`, here or in another process. Returns at once, whatever is away. */
  abstract wakeIn(delayMs: number): void

  /** Begins to call `wake`; wake-ups asked for from now on lead to it. */
  abstract start(wake: () => Promise<void>): void
}

/** The longest delay that setTimeout knows, 24.8 days; beyond it, it would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** A timer may fire a little before its time, and the database would find nothing due yet. */
const MARGIN_MS = 20

@Injectable()
export class TimerClock extends WakeUpClock implements OnApplicationShutdown {
  private readonly timers = new Set<NodeJS.Timeout>()
  private wake: () => Promise<void> = () => Promise.resolve()

  wakeIn(delayMs: number): void {
    // What is further away than any timer is left to the sweep.
    if (delayMs + MARGIN_MS > LONGEST_TIMER_MS) return
    const timer = setTimeout(() => {
      this.timers.delete(timer)
      void this.wake()
    }, delayMs + MARGIN_MS)
    timer.unref()
    this.timers.add(timer)
  }

  start(wake: () => Promise<void>): void {
    this.wake = wake
  }

  onApplicationShutdown(): void {
    for (const timer of this.timers) clearTimeout(timer)
    this.timers.clear()
  }
}
