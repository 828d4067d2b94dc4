import { AppError } from '../common/errors/app-error.js'

/** How far a client has read the feed. */
export interface EventCursor {
  /** A `bigint`, as PostgreSQL writes it; 0 before the first event. */
  readonly position: string
  /** The end of the id of the event at that position; empty where there was none. */
  readonly mark: string
}

/** Before the first event. */
export const BEGINNING: EventCursor = { position: '0', mark: '' }

const CURSOR = /^(0|[1-9]\d{0,17})(?:-([\da-f]{8}))?$/

export function toCursor(position: string, eventId: string): EventCursor {
  return { position, mark: eventId.slice(-8) }
}

/** Text that its receiver passes back unchanged, and that people can compare. */
export function encodeCursor({ position, mark }: EventCursor): string {
  return mark ? `${position}-${mark}` : position
}

/** @throws AppError `invalid_request` */
export function decodeCursor(text: string): EventCursor {
  const [, position, mark = ''] = CURSOR.exec(text) ?? []
  if (position === undefined || (position === '0') !== (mark === '')) {
    throw new AppError('invalid_request', 'after: pass a next_cursor unchanged, or latest')
  }
  return { position, mark }
}
