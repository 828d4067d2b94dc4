import { InjectQueue } from '@nestjs/bull'
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common'
import type { Queue } from 'bull'
import { CONCURRENCY } from './email-outbox.policy.js'
import { InMemoryEmailScheduler, EmailScheduler } from './email.scheduler.js'

export const EMAIL_QUEUE = 'reply-emails'

/** A Redis that has not taken a job by then may never do so: a timer stands in. Delivering twice does no harm. */
const ADD_MS = 5_000

/** Closing waits no longer for a Redis that may be away for good. */
const CLOSE_MS = 2_000

/** Schedules on a Bull queue, which survives the process. While Redis is away, this process' own timers stand in. */
@Injectable()
export class BullEmailScheduler extends EmailScheduler implements BeforeApplicationShutdown {
  private readonly logger = new Logger(BullEmailScheduler.name)

  constructor(
    @InjectQueue(EMAIL_QUEUE) private readonly queue: Queue,
    private readonly timers: InMemoryEmailScheduler,
  ) {
    super()
  }

  schedule(delayMs: number): void {
    if (this.queue.client.status !== 'ready') {
      this.timers.schedule(delayMs)
      return
    }
    // Jobs carry no data and are not kept: the database knows what is due.
    const added = this.queue.add({}, { delay: delayMs, removeOnComplete: true, removeOnFail: true })
    const late = setTimeout(() => this.timers.schedule(delayMs), ADD_MS).unref()
    added.then(
      () => clearTimeout(late),
      () => {
        clearTimeout(late)
        this.timers.schedule(delayMs)
      },
    )
  }

  /** Without `@Processor`, which ignores the promise of `process`: its rejection at shutdown would end this process. */
  start(deliverDue: () => Promise<void>): void {
    this.timers.start(deliverDue)
    this.queue.process(CONCURRENCY, deliverDue).catch((error: unknown) => {
      this.logger.debug(`Stopped processing the queue: error=${error instanceof Error ? error.message : String(error)}`)
    })
  }

  async beforeApplicationShutdown(): Promise<void> {
    const closed = this.queue.close(true).catch(() => undefined)
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, CLOSE_MS).unref())])
  }
}
