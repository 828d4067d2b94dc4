import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common'
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { Batcher } from '../common/batcher.js'
import { Operation } from '../common/operation.js'
import { WallClock } from '../common/clock.js'
import { IntervalTasks } from '../common/interval-tasks.js'
import { EventBus } from '../database/event-bus.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import type { Answer } from './webhook-client.js'
import { type SharedPages, type WebhookBatch, WebhookBatchReader } from './webhook-batch.js'
import { type ClaimedEndpoint, WebhookEndpointRepository } from './webhook-endpoint.repository.js'
import { type Attempt, WebhookRecorder } from './webhook-recorder.js'
import { WebhookSender } from './webhook-sender.js'
import { BATCH, concurrencyFor, LEASE_MS } from './webhook.policy.js'

export const DISPATCH_WEBHOOKS = 'dispatch webhooks'
/** Repetitions become due without a word, and other processes stamp events too. */
const CHECK_MS = 1_000
/** What happens meanwhile is sent with it. */
const DELAY_MS = 100
/** From one claim to the next while one event follows the other: a claim, a page and a record for several of them. */
const SPACING_MS = 500
/** Shutting down waits no longer for receivers: what has not been recorded is sent again by another process. */
const STOP_MS = 3_000

/** One request to an endpoint, whatever comes of it. */
export const SENDING_WEBHOOK = new Operation<null, Answer>('webhook')

/**
 * Sends events to endpoints. Each endpoint is claimed by one process at a time, and has its own requests: a slow one delays
 * nobody else. A process that dies leaves a claim that ends, and what it had not recorded is sent again, under the same id.
 */
@Injectable()
export class WebhookDispatcher implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(WebhookDispatcher.name)
  private readonly wakes = new Batcher(DELAY_MS, () => this.tasks.run(DISPATCH_WEBHOOKS))
  private readonly running = new Set<Promise<void>>()
  private lastClaim = -Infinity
  private stopping = false

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly events: EventBus,
    private readonly tasks: IntervalTasks,
    private readonly clock: WallClock,
    private readonly endpoints: WebhookEndpointRepository,
    private readonly batches: WebhookBatchReader,
    private readonly sender: WebhookSender,
    private readonly recorder: WebhookRecorder,
  ) {}

  onModuleInit(): void {
    for (const name of ['events.stamped', 'webhook.due'] as const) this.events.onAfterCommit(name, () => this.wake())
  }

  onApplicationBootstrap(): void {
    this.tasks.start(DISPATCH_WEBHOOKS, CHECK_MS, () => this.dispatch())
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true
    this.wakes.stop()
    await this.tasks.stop(DISPATCH_WEBHOOKS)
    await Promise.race([Promise.all(this.running), delay(STOP_MS, undefined, { ref: false })])
  }

  private wake(): void {
    if (this.stopping) return
    this.wakes.setDelay(Math.max(DELAY_MS, this.lastClaim + SPACING_MS - performance.now()))
    this.wakes.add('')
  }

  /** Claims the endpoints that have something to send, and sends without waiting for it. */
  private async dispatch(): Promise<void> {
    const now = this.clock.now()
    if (this.stopping || !(await this.unitOfWork.read((reader) => this.endpoints.hasWork(reader, now)))) return
    const until = new Date(now.getTime() + LEASE_MS)
    const claimed = await this.unitOfWork.run((tx) => this.endpoints.claim(tx, randomUUID(), now, until))
    if (claimed.length > 0) this.lastClaim = performance.now()
    const pages: SharedPages = new Map()
    for (const endpoint of claimed) {
      const sending = this.send(endpoint, pages).finally(() => this.running.delete(sending))
      this.running.add(sending)
    }
  }

  private async send(endpoint: ClaimedEndpoint, pages: SharedPages): Promise<void> {
    try {
      const { items, position } = await this.batches.read(endpoint, this.clock.now(), pages)
      const attempts: Attempt[] = []
      const queue = items.values()
      const work = async () => {
        for (const item of queue) attempts.push(await this.attempt(endpoint, item))
      }
      await Promise.all(Array.from({ length: concurrencyFor(items.length) }, work))
      await this.recorder.record(endpoint, position, attempts)
      if (items.length === BATCH) void this.tasks.run(DISPATCH_WEBHOOKS)
      else this.wake()
    } catch (error) {
      this.logger.warn(`Failed to dispatch webhooks: endpoint=${endpoint.id} error=${String(error)}`)
    }
  }

  private async attempt(
    { url, secret, previous_secret }: ClaimedEndpoint,
    { delivery, payload }: WebhookBatch['items'][number],
  ): Promise<Attempt> {
    if (payload === null) return { delivery, answer: null, endedAt: this.clock.now() }
    const secrets = previous_secret === null ? [secret] : [secret, previous_secret]
    const answer = await SENDING_WEBHOOK.observe(null, () => this.sender.send({ url, secrets }, payload))
    return { delivery, answer, endedAt: this.clock.now() }
  }
}
