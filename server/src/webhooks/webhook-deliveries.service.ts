import { Injectable, type OnApplicationBootstrap } from '@nestjs/common'
import {
  EVENT_RETENTION_DAYS,
  type SupportEvent,
  type WebhookDelivery as WebhookDeliveryDto,
  type WebhookDeliveryPage,
} from '@support-chat/shared'
import { AccountsService } from '../auth/accounts.service.js'
import type { Principal } from '../auth/principal.js'
import { WallClock } from '../common/clock.js'
import { AppError } from '../common/errors/app-error.js'
import { IntervalTasks } from '../common/interval-tasks.js'
import { isUuid } from '../common/uuid.js'
import type { Reader } from '../database/transaction.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { EventRenderer } from '../events/event-renderer.js'
import { EventRepository } from '../events/event.repository.js'
import type { WebhookDelivery } from './webhook-delivery.entity.js'
import { WebhookDeliveryRepository } from './webhook-delivery.repository.js'
import { WebhookEndpointRepository } from './webhook-endpoint.repository.js'
import type { WebhookDeliveryQuery } from './webhooks.query.js'

export const SWEEP_DELIVERIES = 'delete old deliveries of webhooks'
const SWEEP_MS = 3_600_000
const SWEEP_BATCH = 1_000

/** What became of events at an endpoint. */
@Injectable()
export class WebhookDeliveriesService implements OnApplicationBootstrap {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: AccountsService,
    private readonly endpoints: WebhookEndpointRepository,
    private readonly deliveries: WebhookDeliveryRepository,
    private readonly events: EventRepository,
    private readonly renderer: EventRenderer,
    private readonly clock: WallClock,
    private readonly tasks: IntervalTasks,
  ) {}

  onApplicationBootstrap(): void {
    this.tasks.start(SWEEP_DELIVERIES, SWEEP_MS, () => this.sweep())
    void this.tasks.run(SWEEP_DELIVERIES)
  }

  /** Newest first. @throws AppError `not_found` */
  async page(endpointId: string, { cursor, limit }: WebhookDeliveryQuery): Promise<WebhookDeliveryPage> {
    const rows = await this.unitOfWork.read(async (reader) => {
      await this.findEndpoint(reader, endpointId)
      return this.deliveries.page(reader, endpointId, cursor ?? null, limit + 1)
    })
    const shown = rows.slice(0, limit)
    const next = rows.length > limit ? (shown.at(-1)?.id ?? null) : null
    return { deliveries: await this.toDtos(shown), next_cursor: next }
  }

  /** Due at once, whatever became of it before. @throws AppError `not_found`, `conflict` while the endpoint is disabled */
  async retry(principal: Principal, endpointId: string, id: string): Promise<WebhookDeliveryDto> {
    const due = await this.accounts.runAs(principal, 'webhooks.manage', async (tx) => {
      const { state } = await this.findEndpoint(tx, endpointId)
      if (state === 'disabled') throw new AppError('conflict', 'The webhook is disabled: enable it first')
      const retried = isUuid(id) ? await this.deliveries.retry(tx, endpointId, id, this.clock.now()) : null
      if (retried) {
        await this.endpoints.resume(tx, endpointId)
        await tx.publish('webhook.due', { endpoint_id: endpointId })
      }
      return retried
    })
    const [dto] = due ? await this.toDtos([due]) : []
    if (!dto) throw new AppError('not_found', 'There is no such delivery')
    return dto
  }

  private async findEndpoint(reader: Reader, id: string) {
    const endpoint = isUuid(id) ? await this.endpoints.find(reader, id) : null
    if (endpoint === null) throw new AppError('not_found', 'There is no such webhook')
    return endpoint
  }

  private async toDtos(rows: WebhookDelivery[]): Promise<WebhookDeliveryDto[]> {
    const ids = rows.map(({ eventId }) => eventId)
    const kept = await this.unitOfWork.read((reader) => this.events.byIds(reader, ids))
    const events = new Map((await this.renderer.render(kept)).map((event) => [event.id, event]))
    return rows.map((row) => toDto(row, events.get(row.eventId) ?? null))
  }

  private async sweep(): Promise<void> {
    const batch = () => this.unitOfWork.run((tx) => this.deliveries.sweep(tx, SWEEP_BATCH, EVENT_RETENTION_DAYS))
    while ((await batch()) === SWEEP_BATCH);
  }
}

function toDto(row: WebhookDelivery, event: SupportEvent | null): WebhookDeliveryDto {
  return {
    id: row.id,
    event_id: row.eventId,
    event_type: row.eventType,
    event,
    status: row.status,
    attempts: row.attempts,
    response_status: row.responseStatus,
    error: row.error,
    duration_ms: row.durationMs,
    attempted_at: row.attemptedAt.toISOString(),
    next_attempt_at: row.nextAttemptAt?.toISOString() ?? null,
  }
}
