import { Injectable, Logger } from '@nestjs/common'
import { AuditLog, NOBODY } from '../audit/audit-log.js'
import type { Transaction } from '../database/transaction.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import type { Answer } from './webhook-client.js'
import { type AttemptRow, type DueDelivery, WebhookDeliveryRepository } from './webhook-delivery.repository.js'
import { type ClaimedEndpoint, WebhookEndpointRepository } from './webhook-endpoint.repository.js'
import { isSuccess } from './webhook-sender.js'
import { FAILING_DAYS, nextAttempt, pauseUntil } from './webhook.policy.js'

/** The receiver wants nothing any more. */
const GONE = 410

/** What came of sending an event; no answer where there was no event to send any more. */
export interface Attempt {
  delivery: DueDelivery
  answer: Answer | null
  endedAt: Date
}

/** Keeps what came of a batch, and disables endpoints that are gone or have failed for days. */
@Injectable()
export class WebhookRecorder {
  private readonly logger = new Logger(WebhookRecorder.name)

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly endpoints: WebhookEndpointRepository,
    private readonly deliveries: WebhookDeliveryRepository,
    private readonly audit: AuditLog,
  ) {}

  /** Ends the claim too. @param position up to which everything has been sent now */
  async record(endpoint: ClaimedEndpoint, position: string, attempts: Attempt[]): Promise<void> {
    const rows = attempts.map((attempt) => toRow(endpoint.id, attempt))
    const failed = rows.filter(({ status, error }) => status !== 'succeeded' && error !== 'expired')
    const reason = await this.unitOfWork.run(async (tx) => {
      const failingSince = await this.endpoints.release(tx, endpoint, {
        position,
        succeeded: rows.some(({ status }) => status === 'succeeded'),
        failedAt: failed[0]?.attempted_at ?? null,
        pausedUntil: latest(attempts.map(pauseOf)),
      })
      if (failingSince === undefined) return null
      if (rows.length > 0) await this.deliveries.record(tx, rows)
      return this.disableIfHopeless(tx, endpoint.id, failingSince, failed)
    })
    const [first] = failed
    if (first) {
      const { response_status, error } = first
      this.logger.warn(
        `Failed to deliver webhooks: endpoint=${endpoint.id} events=${failed.length} status=${response_status} error=${error}`,
      )
    }
    if (reason) this.logger.warn(`Disabled a webhook endpoint: endpoint=${endpoint.id} reason=${reason}`)
  }

  private async disableIfHopeless(
    tx: Transaction,
    id: string,
    failingSince: Date | null,
    failed: AttemptRow[],
  ): Promise<'gone' | 'failing' | null> {
    const isGone = failed.some(({ response_status }) => response_status === GONE)
    const last = failed.at(-1)
    const failsFor = failingSince && last ? last.attempted_at.getTime() - failingSince.getTime() : 0
    if (!isGone && failsFor < FAILING_DAYS * 86_400_000) return null
    const reason = isGone ? 'gone' : 'failing'
    if (!(await this.endpoints.disable(tx, id, last?.attempted_at ?? new Date(), reason))) return null
    await this.audit.record(tx, NOBODY, 'webhook.disabled', id, { reason })
    await tx.publish('webhook.disabled', { endpoint_id: id, reason })
    return reason
  }
}

const pauseOf = ({ answer, endedAt }: Attempt): Date | null =>
  answer && pauseUntil(answer.response_status, answer.retry_after, endedAt)

function latest(dates: (Date | null)[]): Date | null {
  return dates.reduce((latest, date) => (date && (!latest || date > latest) ? date : latest), null)
}

function toRow(endpointId: string, attempt: Attempt): AttemptRow {
  const { delivery, answer, endedAt } = attempt
  const attempts = delivery.attempts + 1
  const outcome = answer ?? { response_status: null, error: 'expired' as const, duration_ms: 0 }
  const isFinal = answer === null || answer.response_status === GONE
  const next = isFinal ? null : nextAttempt(attempts, endedAt, pauseOf(attempt))
  const status = isSuccess(outcome) ? 'succeeded' : next === null ? 'failed' : 'pending'
  return {
    ...delivery,
    endpoint_id: endpointId,
    attempts,
    status,
    response_status: outcome.response_status,
    error: outcome.error,
    duration_ms: outcome.duration_ms,
    attempted_at: endedAt,
    next_attempt_at: status === 'pending' ? next : null,
  }
}
