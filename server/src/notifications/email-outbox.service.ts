import { Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common'
import { IntervalTasks } from '../common/interval-tasks.js'
import { Config } from '../config/config.js'
import type { Transaction } from '../database/transaction.js'
import type { MessageSent } from '../database/domain-events.js'
import { EventBus } from '../database/event-bus.js'
import { EmailOutboxRepository } from './email-outbox.repository.js'
import { SWEEP_SECONDS } from './email-outbox.policy.js'
import { EmailOutboxWorker } from './email-outbox.worker.js'
import { EmailScheduler } from './email.scheduler.js'
import { NotificationChannels } from './notification-channels.js'

export const SWEEP_OUTBOX = 'sweep the e-mail outbox'

/**
 * Adds an e-mail, and a notice of each other channel, to the outbox in the transaction of the message it is about, and
 * schedules the worker for when it is due.
 *
 * The delay counts from the first unread message: staff who keep writing do not postpone the e-mail.
 */
@Injectable()
export class EmailOutboxService implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly config: Config,
    private readonly events: EventBus,
    private readonly outbox: EmailOutboxRepository,
    private readonly worker: EmailOutboxWorker,
    private readonly scheduler: EmailScheduler,
    private readonly tasks: IntervalTasks,
    private readonly channels: NotificationChannels,
  ) {}

  onModuleInit(): void {
    this.events.onBeforeCommit('reply.sent', (event, tx) => this.add(event, tx))
    this.events.onAfterCommit('email.scheduled', ({ delay_seconds }) => {
      this.scheduler.schedule(delay_seconds * 1_000)
    })
  }

  onApplicationBootstrap(): void {
    this.scheduler.start(() => this.worker.deliverDue())
    this.tasks.start(SWEEP_OUTBOX, SWEEP_SECONDS * 1_000, () => this.worker.sweep())
    void this.tasks.run(SWEEP_OUTBOX)
  }

  private async add({ message }: MessageSent, tx: Transaction): Promise<void> {
    const { chat_id: chatId, sequence: firstSequence } = message
    const mailDomain = domainOf(this.config.mailFrom)
    for (const { name: channel, delaySeconds } of this.channels.all) {
      const id = await this.outbox.add(tx, { chatId, channel, firstSequence, delaySeconds, mailDomain })
      if (id !== null) await tx.publish('email.scheduled', { chat_id: chatId, delay_seconds: delaySeconds })
    }
  }
}

/** The domain of `MAIL_FROM`, with which Message-IDs end. */
function domainOf(mailFrom: string): string {
  return /@([A-Za-z0-9.-]+)/.exec(mailFrom)?.[1] ?? 'localhost'
}
