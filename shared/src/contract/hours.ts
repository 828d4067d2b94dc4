// What can be said of opening hours without a calendar. Times are as people write them, 09:00, and counted in minutes.

interface Interval {
  readonly from: string
  readonly to: string
}

interface Stretch {
  readonly start: number
  readonly end: number
  readonly name: string
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

/** A day of the week, 1 to 7, by its English name or the beginning of it; null where there is none. */
export function dayOfWeek(name: string): number | null {
  const index = name.length < 3 ? -1 : DAYS.findIndex((day) => day.toLowerCase().startsWith(name.toLowerCase()))
  return index === 0 ? 7 : index > 0 ? index : null
}

/** Which two intervals of a week overlap, in words; across midnight and the end of the week, too. */
export function findOverlap(weekly: readonly (Interval & { readonly day: number })[]): string | null {
  const week = weekly.map((interval) => {
    const start = (interval.day % 7) * DAY_MINUTES + minuteOf(interval.from)
    return stretch(start, interval, DAYS[interval.day % 7] ?? '')
  })
  const [first] = inOrder(week)
  const again = first && { ...first, start: first.start + WEEK_MINUTES, end: first.end + WEEK_MINUTES }
  return overlapOf([...inOrder(week), ...(again && week.length > 1 ? [again] : [])])
}

/** The same of dates: one that is closed has no hours beside it. */
export function findOverlapOfDates(
  exceptions: readonly {
    readonly date: string
    readonly from?: string | undefined
    readonly to?: string | undefined
  }[],
): string | null {
  const counts = new Map<string, number>()
  for (const { date } of exceptions) counts.set(date, (counts.get(date) ?? 0) + 1)
  const closed = exceptions.find(({ date, from }) => from === undefined && (counts.get(date) ?? 0) > 1)
  if (closed) return `${closed.date} is closed, and stands there again: say one or the other`
  const timed = exceptions.flatMap(({ date, from, to }) => (from && to ? [{ date, from, to }] : []))
  return overlapOf(
    inOrder(timed.map((each) => stretch(Date.parse(each.date) / 60_000 + minuteOf(each.from), each, each.date))),
  )
}

const stretch = (start: number, { from, to }: Interval, day: string): Stretch => ({
  start,
  end: start + lengthOf({ from, to }),
  name: `${day} ${from} to ${to}`,
})

const inOrder = (stretches: readonly Stretch[]) => [...stretches].sort((one, other) => one.start - other.start)

function overlapOf(stretches: readonly Stretch[]): string | null {
  const at = stretches.findIndex(({ end }, index) => end > (stretches[index + 1]?.start ?? Infinity))
  return at < 0 ? null : `${stretches[at]?.name} overlaps ${stretches[at + 1]?.name}`
}
