import { attempt } from '../client/core/attempt.js'

/** Formats dates and times for one locale, a valid tag. For one that the browser does not know it takes the browser's own. */
export class TimeFormat {
  readonly #clock: Intl.DateTimeFormat
  readonly #weekday: Intl.DateTimeFormat
  readonly #date: Intl.DateTimeFormat
  readonly #full: Intl.DateTimeFormat
  readonly #relative: Intl.RelativeTimeFormat

  constructor(readonly locale: string) {
    this.#clock = dateFormat(locale, { hour: 'numeric', minute: '2-digit' })
    this.#weekday = dateFormat(locale, { weekday: 'long', month: 'long', day: 'numeric' })
    this.#date = dateFormat(locale, { year: 'numeric', month: 'long', day: 'numeric' })
    this.#full = dateFormat(locale, { dateStyle: 'full', timeStyle: 'short' })
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
    if (age === 0 || age === 1) {
      const word = this.#relative.format(-age, 'day')
      return word.charAt(0).toLocaleUpperCase(this.locale) + word.slice(1)
    }
    return (then.getFullYear() === now.getFullYear() ? this.#weekday : this.#date).format(then)
  }
}

/** Formats dates by UTC where the system is set to a time zone that its browser does not know. */
export const dateFormat = (locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  attempt(() => new Intl.DateTimeFormat(locale, options)) ??
  new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' })

/** Whether both fall on one day where the reader is. */
export const isSameDay = (one: string | number, other: string | number): boolean =>
  dayNumber(new Date(one)) === dayNumber(new Date(other))

/** Days since 1970 by the reader's calendar, whatever the clock changes. */
const dayNumber = (date: Date): number => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000
