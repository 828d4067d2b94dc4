const DAY_MS = 24 * 60 * 60_000
const MINUTE_MS = 60_000

/**
 * The clock of a time zone. What it shows is said in milliseconds as if it were UTC: 09:00 on a day is the same number in
 * every zone.
 */
export class TimeZone {
  private readonly format: Intl.DateTimeFormat

  /** @param name IANA */
  constructor(name: string) {
    const fields = Object.fromEntries(ORDER.map((type) => [type, 'numeric']))
    this.format = new Intl.DateTimeFormat('en-US', { timeZone: name, hourCycle: 'h23', ...fields })
  }

  /** What the clock shows at an instant, to the second. */
  shownAt(instant: number): number {
    const parts = this.format.formatToParts(instant)
    const [year = 0, month = 1, ...rest] = ORDER.map((type) => Number(parts.find((part) => part.type === type)?.value))
    return Date.UTC(year, month - 1, ...rest)
  }

  /** The first instant at which the clock shows it, or, where it skips it, something later. */
  firstAt(shown: number): number {
    return this.instantsOf(shown)[0]
  }

  /** The last instant at which the clock shows it, or, where it skips it, the first at which it shows something later. */
  lastAt(shown: number): number {
    return this.instantsOf(shown)[1]
  }

  /** The clock shows a time twice where it is set back, and never where it is set forward. */
  private instantsOf(shown: number): [first: number, last: number] {
    // However far a zone is from UTC, this is before the change of its clock on that day, and after it.
    const [before, after] = [this.offsetAt(shown - DAY_MS), this.offsetAt(shown + DAY_MS)]
    const found = [shown - before, shown - after].filter((instant) => this.shownAt(instant) === shown)
    const [first, last] = [Math.min(...found), Math.max(...found)]
    return found.length > 0 ? [first, last] : this.changeBetween(shown - after, shown - before)
  }

  /** When the clock is set forward between two instants. */
  private changeBetween(early: number, late: number): [number, number] {
    const before = this.offsetAt(early)
    while (late - early > MINUTE_MS) {
      const middle = early + Math.floor((late - early) / 2 / MINUTE_MS) * MINUTE_MS
      if (this.offsetAt(middle) === before) early = middle
      else late = middle
    }
    return [late, late]
  }

  private offsetAt(instant: number): number {
    return this.shownAt(instant) - instant
  }
}

const ORDER = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const
