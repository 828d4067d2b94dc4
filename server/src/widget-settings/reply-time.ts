import type { OpeningHours } from '@support-chat/shared'
import { openings } from './opening-hours.js'

/** Fewer measured replies say nothing. */
export const MIN_REPLIES = 5
export const REPLY_DAYS = 30

/** How long a user waited for the first answer. */
export interface MeasuredReply {
  /** Milliseconds since 1970. */
  readonly waitingSince: number
  readonly seconds: number
}

/**
 * The median, in seconds, of the waits that began within the hours: who writes at night waits for the morning, which says
 * nothing of the team. Null for too few.
 * @param replies of some 30 days, in any order
 */
export function replyTimeOf(replies: readonly MeasuredReply[], hours: OpeningHours): number | null {
  const inOrder = [...replies].sort((one, other) => one.waitingSince - other.waitingSince)
  const [first] = inOrder
  if (!first) return null
  const seconds = withinHours(inOrder, hours).sort((one, other) => one - other)
  if (seconds.length < MIN_REPLIES) return null
  const middle = (seconds.length - 1) / 2
  return Math.round(((seconds[Math.floor(middle)] ?? 0) + (seconds[Math.ceil(middle)] ?? 0)) / 2)
}

/** Replies and openings are in order: they are walked through side by side. */
function withinHours(replies: readonly MeasuredReply[], hours: OpeningHours): number[] {
  const all = openings(hours, replies[0]?.waitingSince ?? 0, 2 * REPLY_DAYS)
  let opening = all.next()
  return replies.flatMap(({ waitingSince, seconds }) => {
    while (!opening.done && opening.value.end <= waitingSince) opening = all.next()
    return !opening.done && opening.value.start <= waitingSince ? [seconds] : []
  })
}
