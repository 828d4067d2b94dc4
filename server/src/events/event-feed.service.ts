import { Injectable } from '@nestjs/common'
import type { EventPage } from '@support-chat/shared'
import { AppError } from '../common/errors/app-error.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { BEGINNING, decodeCursor, encodeCursor, type EventCursor, toCursor } from './event-cursor.js'
import { EventRenderer } from './event-renderer.js'
import { EventRepository, type Positions } from './event.repository.js'
import type { EventQuery } from './events.query.js'

/** Everything that has happened, in the order in which it was committed. */
@Injectable()
export class EventFeedService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: EventRepository,
    private readonly renderer: EventRenderer,
  ) {}

  /**
   * What comes after a cursor, oldest first: without one from the oldest that is kept, after `latest` nothing.
   * @throws AppError `conflict` where events after the cursor are no longer kept, or it is of another database;
   *   `invalid_request`
   */
  async page({ after, limit }: EventQuery): Promise<EventPage> {
    if (after === 'latest') return { events: [], next_cursor: encodeCursor(await this.latest()) }
    const cursor = after === undefined ? BEGINNING : decodeCursor(after)
    const rows = await this.unitOfWork.read((reader) => this.repository.after(reader, cursor.position, limit, null))
    // Only now: what was deleted before the page was read is known by then.
    if (after !== undefined) assertKept(cursor, await this.positions(cursor.position))
    const last = rows.at(-1)
    const next = last ? toCursor(last.position, last.id) : cursor
    return { events: await this.renderer.render(rows), next_cursor: encodeCursor(next) }
  }

  private async latest(): Promise<EventCursor> {
    const { newest, newest_id } = await this.positions('0')
    return newest !== null && newest_id !== null ? toCursor(newest, newest_id) : BEGINNING
  }

  private positions(position: string): Promise<Positions> {
    return this.unitOfWork.read((reader) => this.repository.positions(reader, position))
  }
}

/** @throws AppError `conflict` */
function assertKept({ position, mark }: EventCursor, { oldest, newest, id }: Positions): void {
  const isKnown = id === null ? BigInt(position) === BigInt(oldest) - 1n : id.endsWith(mark)
  if (isKnown) return
  if (id !== null || BigInt(position) > BigInt(newest ?? 0)) {
    throw new AppError('conflict', 'This cursor is of another database, or of one before a backup was restored')
  }
  throw new AppError('conflict', 'The events after this cursor are no longer kept. Begin anew, without after')
}
