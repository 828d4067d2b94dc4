import { Injectable } from '@nestjs/common'
import { v7 as uuidv7 } from 'uuid'
import { UnitOfWork } from '../database/unit-of-work.js'
import { EventRenderer } from '../events/event-renderer.js'
import { EventRepository, type EventRow } from '../events/event.repository.js'
import { type DueDelivery, WebhookDeliveryRepository } from './webhook-delivery.repository.js'
import type { ClaimedEndpoint } from './webhook-endpoint.repository.js'
import { type Payload, toPayload } from './webhook-sender.js'
import { BATCH, MAX_REPEATS } from './webhook.policy.js'

/** What an endpoint is sent next. */
export interface WebhookBatch {
  /** Repetitions, and then news in the order of the feed. Without a payload where the event is no longer kept. */
  items: { delivery: DueDelivery; payload: Payload | null }[]
  /** With these, everything up to here has been sent. */
  position: string
}

/** Events of the feed, with what is sent of each; null where that is no longer kept. */
type RenderedEvents = { row: EventRow; payload: Payload | null }[]

/** Pages of the feed that were read at one moment: endpoints that stand at the same place share them. */
export type SharedPages = Map<string, Promise<RenderedEvents>>

/** Reads from the feed what comes next for an endpoint, with the repetitions that are due. */
@Injectable()
export class WebhookBatchReader {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly events: EventRepository,
    private readonly renderer: EventRenderer,
    private readonly deliveries: WebhookDeliveryRepository,
  ) {}

  async read(endpoint: ClaimedEndpoint, now: Date, pages: SharedPages): Promise<WebhookBatch> {
    const { position, newest } = endpoint
    const repeats = endpoint.has_repeats ? await this.readRepeats(endpoint.id, now) : []
    const limit = BATCH - repeats.length
    const news = await this.readNews(endpoint, limit, pages)
    const items = news.map(({ row, payload }) => ({ delivery: toDelivery(row), payload }))
    return {
      items: [...repeats, ...items],
      position: reached(position, newest, news.at(-1)?.row.position, news.length < limit),
    }
  }

  private async readRepeats(endpointId: string, now: Date): Promise<WebhookBatch['items']> {
    const due = await this.unitOfWork.read((reader) => this.deliveries.due(reader, endpointId, now, MAX_REPEATS))
    const ids = due.map(({ event_id }) => event_id)
    const rendered = await this.render(await this.unitOfWork.read((reader) => this.events.byIds(reader, ids)))
    const payloads = new Map(rendered.map(({ row, payload }) => [row.id, payload]))
    return due.map((delivery) => ({ delivery, payload: payloads.get(delivery.event_id) ?? null }))
  }

  private readNews(
    { position, event_types }: ClaimedEndpoint,
    limit: number,
    pages: SharedPages,
  ): Promise<RenderedEvents> {
    const key = [position, limit, event_types].join(' ')
    const known = pages.get(key)
    if (known) return known
    const rows = this.unitOfWork.read((reader) => this.events.after(reader, position, limit, event_types))
    const rendered = rows.then((rows) => this.render(rows))
    pages.set(key, rendered)
    return rendered
  }

  private async render(rows: EventRow[]): Promise<RenderedEvents> {
    const payloads = new Map((await this.renderer.render(rows)).map((event) => [event.id, toPayload(event)]))
    return rows.map((row) => ({ row, payload: payloads.get(row.id) ?? null }))
  }
}

/** A page that is not full has reached the newest event: those between are not for this endpoint. */
function reached(position: string, newest: string, last = position, isAll: boolean): string {
  return isAll && BigInt(newest) > BigInt(last) ? newest : last
}

function toDelivery({ id, type, position }: EventRow): DueDelivery {
  return { id: uuidv7(), event_id: id, event_type: type, position, attempts: 0 }
}
