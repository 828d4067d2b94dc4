import type { SenderType } from '../contract/user-api.js'
import type { TimelineItem } from '../client/chat/timeline.js'
import { isSameDay } from './time-format.js'

/** The divider before the first message of each day. */
export interface DayRow {
  readonly kind: 'day'
  readonly key: string
  /** A time on that day, ISO 8601. */
  readonly at: string
}

/** What grouping needs to know of a message; the views know more. */
interface Groupable {
  readonly key: string
  readonly at: string
}

/** Where a message stands in its sender's run: names stand above the first, times below the last. */
export interface Grouped {
  first: boolean
  last: boolean
}

/** Messages of one sender within this time of each other stand together, in milliseconds. */
const GROUP_GAP = 5 * 60_000

/**
 * Puts day dividers between messages and groups them by sender.
 * @param belongTogether whether two that follow each other on one day, within five minutes, are of one sender
 */
export function groupMessages<M extends Groupable>(
  messages: readonly M[],
  belongTogether: (before: M, next: M) => boolean,
): (DayRow | (M & Grouped))[] {
  const isSameGroup = (before: M, next: M) =>
    Math.abs(Date.parse(next.at) - Date.parse(before.at)) < GROUP_GAP && belongTogether(before, next)
  const rows: (DayRow | (M & Grouped))[] = []
  let before: (M & Grouped) | undefined
  for (const message of messages) {
    const row = { ...message, first: true, last: true }
    if (!before || !isSameDay(before.at, row.at)) rows.push({ kind: 'day', key: `day ${row.key}`, at: row.at })
    else if (isSameGroup(before, row)) before.last = row.first = false
    rows.push((before = row))
  }
  return rows
}

/**
 * The same before and after a message of this side was stored, so that the bubble on the screen stays the same element;
 * never that of a message of the other side.
 */
export const messageKey = ({ kind, message }: TimelineItem, side: SenderType): string =>
  kind === 'pending' ? message.client_id : (message.sender_type === side && message.client_id) || message.id
