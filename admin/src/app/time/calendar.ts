import { dateFormat, isSameDay, TimeFormat } from '@support-chat/shared/view'
import { locale, perLocale } from '../language/locale.js'

const format = perLocale((tag) => new TimeFormat(tag))
const toTheSecond = perLocale((tag) => dateFormat(tag, { dateStyle: 'medium', timeStyle: 'medium' }))
const short = perLocale((tag) =>
  dateFormat(tag, { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' }),
)
const date = perLocale((tag) => dateFormat(tag, { dateStyle: 'medium' }))

/** `14:05`, or `2:05 PM` where people write it so. */
export const timeOfDay = (iso: string): string => format().time(iso)

/** Day, date and time, for a tooltip. */
export const exactTime = (iso: string): string => format().exact(iso)

/** Date and time with its seconds, to tell apart what followed at once. */
export const timeToTheSecond = (iso: string): string => toTheSecond().format(new Date(iso))

/** The time alone if it is of today, with day and month if not. */
export const shortTime = (iso: string, now: number): string =>
  isSameDay(iso, now) ? timeOfDay(iso) : short().format(new Date(iso))

/** Day, month and year. */
export const shortDate = (iso: string): string => date().format(new Date(iso))

/** Weekday and time in another time zone; null for a zone that this browser does not know. */
export function timeIn(timeZone: string, now: number): string | null {
  try {
    const shape = { weekday: 'short', hour: 'numeric', minute: '2-digit', timeZone } as const
    return new Intl.DateTimeFormat(locale(), shape).format(now)
  } catch {
    return null
  }
}

/** `Today`, `Yesterday`, `Tuesday, 4 March`, and with its year when that is another one. */
export const dayName = (iso: string, now: number): string => format().day(iso, new Date(now))
