import { InjectQueue } from '@nestjs/bull'
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common'
import type { Queue } from 'bull'
import { CONCURRENCY } from './email-outbox.policy.js'
import { TimerClock, WakeUpClock } from './email.scheduler.js'

export const WAKE_UP_QUEUE = 'reply-emails'

/** A Redis that has not taken a wake-up by then may never do so. Waking twice does no harm. */
const ADD_MS = 5_000

/** Closing waits for Redis, which may be away for good. */
const CLOSE_MS = 2_000

/** Wake-ups that outlive the process, on a Bull queue. While Redis is away this process' own timers stand in. */
@Injectable()
export class BullClock extends WakeUpClock implements BeforeApplicationShutdown {
  private readonly logger = new Logger(BullClock.name)

  constructor(
    @InjectQueue(WAKE_UP_QUEUE) private readonly queue: Queue,
    private readonly timers: TimerClock,
  ) {
    super()
  }

  wakeIn(delayMs: number): void {
    if (this.queue.client.status !== 'ready') {
      this.timers.wakeIn(delayMs)
      return
    }
    // Jobs carry nothing and are kept nowhere: what is due stands in the database.
    const added = this.queue.add({}, { delay: delayMs, removeOnComplete: true, removeOnFail: true })
    const late = setTimeout(() => this.timers.wakeIn(delayMs), ADD_MS).unref()
    added.then(
      () => clearTimeout(late),
      () => {
        clearTimeout(late)
        this.timers.wakeIn(delayMs)
      },
    )
  }

  /** Not by `@Processor`: it drops the promise of `process`, whose rejection at shutdown would end the process. */
  start(wake: () => Promise<void>): void {
    this.timers.start(wake)
    this.queue.process(CONCURRENCY, wake).catch((error: unknown) => {
      this.logger.debug(`The queue has stopped: ${error instanceof Error ? error.message : String(error)}`)
    })
  }

  async beforeApplicationShutdown(): Promise<void> {
    const closed = this.queue.close(true).catch(() => undefined)
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, CLOSE_MS).unref())])
  }
}
