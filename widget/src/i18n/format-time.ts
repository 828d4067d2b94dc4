import { attempt } from '@support-chat/shared/client'

/** Dates and times in the words of one locale, a valid tag. One the browser does not know gets the browser's own. */
export class TimeFormat {
  readonly #clock: Intl.DateTimeFormat
  readonly #weekday: Intl.DateTimeFormat
  readonly #date: Intl.DateTimeFormat
  readonly #full: Intl.DateTimeFormat
  readonly #relative: Intl.RelativeTimeFormat

  constructor(readonly locale: string) {
    // A system may be set to a time zone that its browser does not know, and refuses.
    const inWords = (shape: Intl.DateTimeFormatOptions) =>
      attempt(() => new Intl.DateTimeFormat(locale, shape)) ??
      new Intl.DateTimeFormat(locale, { ...shape, timeZone: 'UTC' })
    this.#clock = inWords({ hour: 'numeric', minute: '2-digit' })
    this.#weekday = inWords({ weekday: 'long', month: 'long', day: 'numeric' })
    this.#date = inWords({ year: 'numeric', month: 'long', day: 'numeric' })
    this.#full = inWords({ dateStyle: 'full', timeStyle: 'short' })
    this.#relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  }

  /** `10:32 AM` */
  time(iso: string): string {
    return this.#clock.format(new Date(iso))
  }

  /** `Friday, November 20, 2026 at 10:32 AM` */
  exact(iso: string): string {
    return this.#full.format(new Date(iso))
  }

  /** `Today`, `Yesterday`, `Monday, November 16`, and with the year when it is another. */
  day(iso: string, now = new Date()): string {
    const then = new Date(iso)
    const age = dayNumber(now) - dayNumber(then)
    if (age === 0 || age === 1) return capitalised(this.#relative.format(-age, 'day'))
    return (then.getFullYear() === now.getFullYear() ? this.#weekday : this.#date).format(then)
  }
}

/** Whether both fall on one day where the reader is. */
export function isSameDay(one: string, other: string): boolean {
  return dayNumber(new Date(one)) === dayNumber(new Date(other))
}

/** Days since 1970 by the reader's calendar, whatever the clock changes. */
function dayNumber(date: Date): number {
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000
}

function capitalised(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1)
}
