// What can be said of opening hours without a calendar. Times are as people write them, 09:00, and counted in minutes.

interface Interval {
  readonly from: string
  readonly to: string
}

interface Stretch<T> {
  readonly start: number
  readonly end: number
  readonly interval: T
}

export const DAY_MINUTES = 24 * 60
const WEEK_MINUTES = 7 * DAY_MINUTES
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

/** The minute of the day. */
export const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** Minutes of an interval, which ends on the next day where `to` is before `from`. */
export function lengthOf({ from, to }: Interval): number {
  const length = minuteOf(to) - minuteOf(from)
  return length > 0 ? length : length + DAY_MINUTES
}

/** The English name of a day of the week. */
export const nameOfDay = (day: number): string => DAYS[day % 7] ?? ''

/** A day of the week, 1 to 7, by its English name or the beginning of it; null where there is none. */
export function dayOfWeek(name: string): number | null {
  const index = name.length < 3 ? -1 : DAYS.findIndex((day) => day.toLowerCase().startsWith(name.toLowerCase()))
  return index === 0 ? 7 : index > 0 ? index : null
}

/** Two intervals of a week that overlap; across midnight and the end of the week, too. */
export function findOverlap<T extends Interval & { readonly day: number }>(
  weekly: readonly T[],
): readonly [T, T] | null {
  const week = inOrder(weekly.map((each) => stretch((each.day % 7) * DAY_MINUTES, each)))
  const [first] = week
  const again = first && { ...first, start: first.start + WEEK_MINUTES, end: first.end + WEEK_MINUTES }
  return overlapOf([...week, ...(again && week.length > 1 ? [again] : [])])
}

interface Dated {
  readonly date: string
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** A date that is closed, and has hours, or is closed, once more. */
export function findClosedAgain(exceptions: readonly Dated[]): string | null {
  const counts = new Map<string, number>()
  for (const { date } of exceptions) counts.set(date, (counts.get(date) ?? 0) + 1)
  return exceptions.find(({ date, from }) => from === undefined && (counts.get(date) ?? 0) > 1)?.date ?? null
}

/** Two intervals of dates that overlap. */
export function findOverlapOfDates(exceptions: readonly Dated[]): readonly [Required<Dated>, Required<Dated>] | null {
  const timed = exceptions.flatMap(({ date, from, to }) => (from && to ? [{ date, from, to }] : []))
  return overlapOf(inOrder(timed.map((each) => stretch(Date.parse(each.date) / 60_000, each))))
}

function stretch<T extends Interval>(day: number, interval: T): Stretch<T> {
  const start = day + minuteOf(interval.from)
  return { start, end: start + lengthOf(interval), interval }
}

const inOrder = <T>(stretches: readonly Stretch<T>[]) => [...stretches].sort((one, other) => one.start - other.start)

function overlapOf<T>(stretches: readonly Stretch<T>[]): readonly [T, T] | null {
  for (const [index, one] of stretches.entries()) {
    const next = stretches[index + 1]
    if (next && one.end > next.start) return [one.interval, next.interval]
  }
  return null
}
