import type { SupportChat } from '@support-chat/shared'
import { dateFormat, isSameDay, type TimeFormat } from '@support-chat/shared/view'
import type { Strings } from '../i18n/strings.js'

const DAY = 86_400_000

/** When an answer can be expected: `Back Monday 9:00 AM`, `Usually replies in 5 min`, or that somebody is there. */
export function teamLine(
  { back_at: back, reply_time_seconds: seconds, online }: SupportChat['team'],
  otherOnline: boolean | null,
  words: Strings,
  times: TimeFormat,
  now = Date.now(),
): string {
  if (back && Date.parse(back) > now) return words.backAt(whenOf(back, times, now))
  if (seconds !== null) return words.replyTime(durationOf(seconds, times.locale))
  return (otherOnline ?? online) ? words.online : ''
}

/** A time to come, by the reader's clock: of today `9:00 AM`, else `Monday 9:00 AM`, with a date when that is further off. */
export function whenOf(iso: string, times: TimeFormat, now: number): string {
  const at = Date.parse(iso)
  if (isSameDay(at, now)) return times.time(iso)
  const day = at - now < 6 * DAY ? ({ weekday: 'long' } as const) : ({ month: 'long', day: 'numeric' } as const)
  return dateFormat(times.locale, { ...day, hour: 'numeric', minute: '2-digit' }).format(at)
}

/** As people say it: to the minute up to ten, then to five, then whole hours and days. */
export function durationOf(seconds: number, locale: string): string {
  const minutes = Math.max(1, Math.round(seconds / 60))
  const hours = Math.round(minutes / 60)
  const [value, unit] =
    minutes <= 55
      ? [minutes > 10 ? Math.ceil(minutes / 5) * 5 : minutes, 'minute']
      : hours < 24
        ? [Math.max(1, hours), 'hour']
        : [Math.round(hours / 24), 'day']
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(value)
}
