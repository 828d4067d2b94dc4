import { Injectable } from '@nestjs/common'
import { LessThan } from 'typeorm'
import { query } from '../database/sql.js'
import type { Reader, Transaction } from '../database/transaction.js'
import { WebhookDelivery } from './webhook-delivery.entity.js'
import * as statements from './webhook.sql.js'

/** A delivery to be tried, for the first time or again. */
export type DueDelivery = Pick<WebhookDelivery, 'id' | 'attempts' | 'position'> & {
  event_id: string
  event_type: WebhookDelivery['eventType']
}

/** What became of one attempt, as {@link statements.RECORD_ATTEMPTS} takes it. */
export type AttemptRow = DueDelivery &
  Pick<WebhookDelivery, 'status' | 'error'> & {
    endpoint_id: string
    response_status: number | null
    duration_ms: number
    attempted_at: Date
    next_attempt_at: Date | null
  }

/** The only writer of `webhook_deliveries`. */
@Injectable()
export class WebhookDeliveryRepository {
  due(reader: Reader, endpointId: string, now: Date, limit: number): Promise<DueDelivery[]> {
    return query(reader, statements.DUE_DELIVERIES, [endpointId, now, limit])
  }

  async record(tx: Transaction, attempts: AttemptRow[]): Promise<void> {
    await query(tx, statements.RECORD_ATTEMPTS, [JSON.stringify(attempts)])
  }

  /** Newest first. @param before the delivery after which the page begins */
  page({ manager }: Reader, endpointId: string, before: string | null, limit: number): Promise<WebhookDelivery[]> {
    return manager.find(WebhookDelivery, {
      where: { endpointId, ...(before && { id: LessThan(before) }) },
      order: { id: 'DESC' },
      take: limit,
    })
  }

  /** Has a delivery tried again, whatever became of it. Null where there is none. */
  async retry(
    { manager }: Transaction,
    endpointId: string,
    id: string,
    nextAttemptAt: Date,
  ): Promise<WebhookDelivery | null> {
    await manager.update(WebhookDelivery, { id, endpointId }, { status: 'pending', nextAttemptAt })
    return manager.findOneBy(WebhookDelivery, { id, endpointId })
  }

  /** Deletes up to `limit` deliveries older than `days`. @returns how many */
  async sweep(tx: Transaction, limit: number, days: number): Promise<number> {
    const [, deleted] = await query<[unknown, number]>(tx, statements.SWEEP_DELIVERIES, [limit, days])
    return deleted
  }
}
