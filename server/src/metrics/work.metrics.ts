import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common'
import { Counter, Histogram } from 'prom-client'
import type { ErrorCode } from '@support-chat/shared'
import { toAppError } from '../common/errors/to-app-error.js'
import type { Ended } from '../common/operation.js'
import type { EmailSettled } from '../database/domain-events.js'
import { EventBus } from '../database/event-bus.js'
import type { Send } from '../messages/message-reviewer.js'
import { SENDING } from '../messages/message-writer.js'
import type { Sent } from '../messages/sent.js'
import type { Answer } from '../webhooks/webhook-client.js'
import { SENDING_WEBHOOK } from '../webhooks/webhook-dispatcher.js'
import { isSuccess } from '../webhooks/webhook-sender.js'
import { MetricsRegistry } from './metrics.registry.js'

const ACK_SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const WEBHOOK_SECONDS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20]

const EMAIL_OUTCOMES: EmailSettled['outcome'][] = ['sent', 'skipped', 'postponed', 'failed']
const OUR_FAULTS: ErrorCode[] = ['unavailable', 'internal']

/** Counts and times what this process does. Labels have few values each, and nothing of anybody. */
@Injectable()
export class WorkMetrics implements OnModuleInit, OnModuleDestroy {
  private readonly acknowledged: Counter<'sender' | 'repeated'>
  private readonly refused: Counter<'code'>
  private readonly ackSeconds: Histogram
  private readonly webhooks: Counter<'outcome'>
  private readonly webhookSeconds: Histogram
  private readonly emails: Counter<'outcome'>
  private ends: (() => void)[] = []

  constructor(
    registry: MetricsRegistry,
    private readonly events: EventBus,
  ) {
    const registers = [registry]
    this.acknowledged = new Counter({
      ...{ name: 'support_chat_messages_acknowledged_total', labelNames: ['sender', 'repeated'], registers },
      help: 'Messages acknowledged, by who sent them, and whether they had been stored before',
    })
    this.refused = new Counter({
      ...{ name: 'support_chat_messages_refused_total', labelNames: ['code'], registers },
      help: 'Messages that were not stored, by the code of the error',
    })
    this.ackSeconds = new Histogram({
      ...{ name: 'support_chat_message_ack_seconds', buckets: ACK_SECONDS, registers },
      help: 'From a message that has been checked to its commit, after which it is acknowledged',
    })
    this.webhooks = new Counter({
      ...{ name: 'support_chat_webhook_attempts_total', labelNames: ['outcome'], registers },
      help: 'Requests to webhook endpoints: succeeded, refused (another status than 2xx), or what went wrong',
    })
    this.webhookSeconds = new Histogram({
      ...{ name: 'support_chat_webhook_seconds', buckets: WEBHOOK_SECONDS, registers },
      help: 'How long webhook endpoints take to answer, or to fail',
    })
    this.emails = new Counter({
      ...{ name: 'support_chat_emails_total', labelNames: ['outcome'], registers },
      help: 'E-mails about unread replies: sent, skipped (not needed), postponed (to be tried again), failed for good',
    })
  }

  onModuleInit(): void {
    // A series that appears with its first event has not grown by it: alerts would miss that.
    for (const outcome of EMAIL_OUTCOMES) this.emails.inc({ outcome }, 0)
    for (const code of OUR_FAULTS) this.refused.inc({ code }, 0)
    this.ends = [
      SENDING.onEnd((ended) => this.countSend(ended)),
      SENDING_WEBHOOK.onEnd((ended) => this.countWebhook(ended)),
      this.events.onAfterCommit('email.settled', ({ outcome }) => this.emails.inc({ outcome })),
    ]
  }

  onModuleDestroy(): void {
    for (const end of this.ends) end()
  }

  private countSend({ about, result, error, durationMs }: Ended<Send, Sent>): void {
    if (result === null) return this.refused.inc({ code: toAppError(error).code })
    this.acknowledged.inc({ sender: about.principal.role, repeated: String(!result.created) })
    this.ackSeconds.observe(durationMs / 1_000)
  }

  private countWebhook({ result, durationMs }: Ended<null, Answer>): void {
    if (result === null) return
    this.webhooks.inc({ outcome: isSuccess(result) ? 'succeeded' : (result.error ?? 'refused') })
    this.webhookSeconds.observe(durationMs / 1_000)
  }
}
