import { Injectable } from '@nestjs/common'
import type { SupportEvent } from '@support-chat/shared'
import { v7 as uuidv7 } from 'uuid'
import { UnitOfWork } from '../database/unit-of-work.js'
import { EventRenderer } from '../events/event-renderer.js'
import { EventRepository, type EventRow } from '../events/event.repository.js'
import { type DueDelivery, WebhookDeliveryRepository } from './webhook-delivery.repository.js'
import type { ClaimedEndpoint } from './webhook-endpoint.repository.js'
import { BATCH, MAX_REPEATS } from './webhook.policy.js'

/** What an endpoint is sent next. */
export interface WebhookBatch {
  /** Repetitions, and then news in the order of the feed. Without an event where that is no longer kept. */
  items: { delivery: DueDelivery; event: SupportEvent | null }[]
  /** With these, everything up to here has been sent. */
  position: string
}

/** Reads from the feed what comes next for an endpoint, with the repetitions that are due. */
@Injectable()
export class WebhookBatchReader {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly events: EventRepository,
    private readonly renderer: EventRenderer,
    private readonly deliveries: WebhookDeliveryRepository,
  ) {}

  async read({ id, position, newest, event_types }: ClaimedEndpoint, now: Date): Promise<WebhookBatch> {
    const { unitOfWork, events } = this
    const repeats = await unitOfWork.read((reader) => this.deliveries.due(reader, id, now, MAX_REPEATS))
    const limit = BATCH - repeats.length
    const news = await unitOfWork.read((reader) => events.after(reader, position, limit, event_types))
    const ids = repeats.map(({ event_id }) => event_id)
    const old = ids.length > 0 ? await unitOfWork.read((reader) => events.byIds(reader, ids)) : []
    const rendered = new Map((await this.renderer.render([...old, ...news])).map((event) => [event.id, event]))
    const due = [...repeats, ...news.map(toDelivery)]
    return {
      items: due.map((delivery) => ({ delivery, event: rendered.get(delivery.event_id) ?? null })),
      position: reached(position, newest, news, limit),
    }
  }
}

/** A page that is not full has reached the newest event: those between are not for this endpoint. */
function reached(position: string, newest: string, news: EventRow[], limit: number): string {
  const last = news.at(-1)?.position ?? position
  return news.length < limit && BigInt(newest) > BigInt(last) ? newest : last
}

function toDelivery({ id, type, position }: EventRow): DueDelivery {
  return { id: uuidv7(), event_id: id, event_type: type, position, attempts: 0 }
}
