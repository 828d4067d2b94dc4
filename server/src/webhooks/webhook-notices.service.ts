import { Injectable } from '@nestjs/common'
import { WallClock } from '../common/clock.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { type DisabledNotice, WebhookEndpointRepository } from './webhook-endpoint.repository.js'

/** Until a notice that was claimed, and not settled, is sent again, in milliseconds. */
const AGAIN_MS = 5 * 60_000

/** The outbox of what staff are to be told of endpoints: it stands in their rows, written as they are disabled. */
@Injectable()
export class WebhookNoticesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly endpoints: WebhookEndpointRepository,
    private readonly clock: WallClock,
  ) {}

  /** The next endpoint of which staff have not been told, for this process to tell; null where there is none. */
  claim(): Promise<DisabledNotice | null> {
    const now = this.clock.now()
    const again = new Date(now.getTime() + AGAIN_MS)
    return this.unitOfWork.run((tx) => this.endpoints.claimNotice(tx, now, again))
  }

  /** Staff have been told. */
  async settle({ id }: DisabledNotice): Promise<void> {
    await this.unitOfWork.run((tx) => this.endpoints.change(tx, id, { noticeDueAt: null }))
  }
}
