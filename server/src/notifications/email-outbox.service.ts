import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common'
import { Config } from '../config/config.js'
import type { Transaction } from '../database/transaction.js'
import type { MessageSent } from '../database/domain-events.js'
import { EventBus } from '../database/event-bus.js'
import { EmailNotificationsRepository } from './email-outbox.repository.js'
import { SWEEP_SECONDS } from './email-outbox.policy.js'
import { ReplyEmailService } from './email-outbox.worker.js'
import { WakeUpClock } from './email.scheduler.js'

/**
 * Puts an e-mail into the outbox with the message it is about, and sees that somebody looks when it is due.
 *
 * The delay counts from the first message of an unread batch: staff who keep writing do not put the e-mail off.
 */
@Injectable()
export class ReplyEmailSchedule implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  private sweeping: NodeJS.Timeout | undefined

  constructor(
    private readonly config: Config,
    private readonly events: EventBus,
    private readonly notifications: EmailNotificationsRepository,
    private readonly service: ReplyEmailService,
    private readonly clock: WakeUpClock,
  ) {}

  onModuleInit(): void {
    this.events.onBeforeCommit('message.sent', (event, tx) => this.open(event, tx))
    this.events.onAfterCommit('email.scheduled', ({ delay_seconds }) => {
      this.clock.wakeIn(delay_seconds * 1_000)
    })
  }

  onApplicationBootstrap(): void {
    this.clock.start(() => this.service.deliverDue())
    this.sweeping = setInterval(() => void this.service.sweep(), SWEEP_SECONDS * 1_000).unref()
    void this.service.sweep()
  }

  onApplicationShutdown(): void {
    clearInterval(this.sweeping)
  }

  private async open({ message }: MessageSent, tx: Transaction): Promise<void> {
    if (message.sender_type !== 'admin') return
    const { replyEmailDelaySeconds, mailFrom } = this.config
    const id = await this.notifications.open(tx, {
      chatId: message.chat_id,
      firstSequence: message.sequence,
      delaySeconds: replyEmailDelaySeconds,
      mailDomain: domainOf(mailFrom),
    })
    if (id !== null)
      await tx.publish('email.scheduled', { chat_id: message.chat_id, delay_seconds: replyEmailDelaySeconds })
  }
}

/** The part of `MAIL_FROM` that a Message-ID ends with. */
function domainOf(mailFrom: string): string {
  return /@([A-Za-z0-9.-]+)/.exec(mailFrom)?.[1] ?? 'localhost'
}
