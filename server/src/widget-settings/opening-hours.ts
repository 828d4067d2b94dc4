import type { OpeningHours } from '@support-chat/shared'
import { lengthOf, minuteOf } from '@support-chat/shared/contract'
import { TimeZone } from './time-zone.js'

const DAY_MS = 24 * 60 * 60_000
const MINUTE_MS = 60_000
/** Days ahead in which the next opening is looked for. */
const HORIZON_DAYS = 400
const WHOLE_DAY = { from: '00:00', to: '24:00' }

/** An interval of instants; `end` is not in it. */
export interface Opening {
  readonly start: number
  readonly end: number
}

export interface HoursState {
  readonly isOpen: boolean
  /** The instant at which it opens again; null while it is open, and where it does not within some 400 days. */
  readonly opensAt: number | null
  /** Until then nothing of this changes. */
  readonly validUntil: number
}

/** Whether it is open at an instant, and when it opens again. */
export function stateOf(hours: OpeningHours, now: number): HoursState {
  for (const { start, end } of openings(hours, now, HORIZON_DAYS)) {
    if (start <= now) return { isOpen: true, opensAt: null, validUntil: end }
    return { isOpen: false, opensAt: start, validUntil: start }
  }
  return { isOpen: false, opensAt: null, validUntil: now + DAY_MS }
}

/** Openings that end after an instant, in order: of the days from the one before it on. Those of no length are left out. */
export function* openings(hours: OpeningHours, since: number, days: number): Generator<Opening> {
  const zone = new TimeZone(hours.time_zone)
  const today = Math.floor(zone.shownAt(since) / DAY_MS) * DAY_MS
  for (let day = today - DAY_MS; day <= today + days * DAY_MS; day += DAY_MS) {
    const ofDay = intervalsOf(hours, day).map((interval) => {
      const from = day + minuteOf(interval.from) * MINUTE_MS
      return { start: zone.firstAt(from), end: zone.lastAt(from + lengthOf(interval) * MINUTE_MS) }
    })
    yield* ofDay.filter(({ start, end }) => end > start && end > since).sort((one, other) => one.start - other.start)
  }
}

/** What begins on a day: what is said of its date, else what is said of its day of the week. */
function intervalsOf({ weekly, exceptions }: OpeningHours, day: number): { from: string; to: string }[] {
  const date = new Date(day)
  const ofDate = exceptions.filter((exception) => exception.date === date.toISOString().slice(0, 10))
  if (ofDate.length > 0) return ofDate.flatMap(({ from, to }) => (from && to ? [{ from, to }] : []))
  if (weekly.length === 0) return [WHOLE_DAY]
  return weekly.filter((interval) => interval.day % 7 === date.getUTCDay())
}
