import { attempt } from '@support-chat/shared/client'
import { locale, perLocale } from '../language/locale.js'

/** A system may be set to a time zone that its browser does not know, and refuses. */
const dates = (tag: string, shape: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  attempt(() => new Intl.DateTimeFormat(tag, shape)) ?? new Intl.DateTimeFormat(tag, { ...shape, timeZone: 'UTC' })

const time = perLocale((tag) => dates(tag, { hour: 'numeric', minute: '2-digit' }))
const thisYear = perLocale((tag) => dates(tag, { weekday: 'long', day: 'numeric', month: 'long' }))
const anyYear = perLocale((tag) => dates(tag, { day: 'numeric', month: 'long', year: 'numeric' }))
const exact = perLocale((tag) => dates(tag, { dateStyle: 'full', timeStyle: 'short' }))
const toTheSecond = perLocale((tag) => dates(tag, { dateStyle: 'medium', timeStyle: 'medium' }))
const short = perLocale((tag) => dates(tag, { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' }))
const date = perLocale((tag) => dates(tag, { dateStyle: 'medium' }))
const near = perLocale((tag) => new Intl.RelativeTimeFormat(tag, { numeric: 'auto' }))

/** `14:05`, or `2:05 PM` where people write it so. */
export const timeOfDay = (iso: string): string => time().format(new Date(iso))

/** Day, date and time, for a tooltip. */
export const exactTime = (iso: string): string => exact().format(new Date(iso))

/** Date and time with its seconds, to tell apart what followed at once. */
export const timeToTheSecond = (iso: string): string => toTheSecond().format(new Date(iso))

/** The time alone if it is of today, with day and month if not. */
export const shortTime = (iso: string, now: number): string =>
  new Date(iso).toDateString() === new Date(now).toDateString() ? timeOfDay(iso) : short().format(new Date(iso))

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

/** A key that is the same for two times on one calendar day of the reader. */
export const dayKey = (iso: string): string => new Date(iso).toDateString()

/** `Today`, `Yesterday`, `Tuesday, 4 March`, and with its year when that is another one. */
export function dayName(iso: string, now: number): string {
  const day = new Date(iso)
  const today = new Date(now)
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1)
  if (day.toDateString() === today.toDateString()) return capitalized(near().format(0, 'day'))
  if (day.toDateString() === yesterday.toDateString()) return capitalized(near().format(-1, 'day'))
  return (day.getFullYear() === today.getFullYear() ? thisYear() : anyYear()).format(day)
}

const capitalized = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
