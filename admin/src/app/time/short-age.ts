import { perLocale } from '../language/locale.js'
import { t } from '../language/words.js'
import { dateFormat } from '@support-chat/shared/view'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

const unit = (name: string, unitDisplay: 'narrow' | 'short') =>
  perLocale((tag) => new Intl.NumberFormat(tag, { style: 'unit', unit: name, unitDisplay }))
const minutes = unit('minute', 'narrow')
const hours = unit('hour', 'narrow')
const [longMinutes, longHours, longDays] = [unit('minute', 'short'), unit('hour', 'short'), unit('day', 'short')]
const weekday = perLocale((tag) => dateFormat(tag, { weekday: 'short' }))
const day = perLocale((tag) => dateFormat(tag, { day: 'numeric', month: 'short' }))
const month = perLocale((tag) => dateFormat(tag, { month: 'short', year: 'numeric' }))

/** How long ago, in the fewest signs: `now`, `5m`, `3h`, `Tue`, `Mar 4`, `Mar 2025`. */
export function shortAge(iso: string, now: number): string {
  const then = new Date(iso)
  const age = now - then.getTime()
  if (age < MINUTE_MS) return t('time.now')
  if (age < HOUR_MS) return minutes().format(Math.floor(age / MINUTE_MS))
  if (age < DAY_MS) return hours().format(Math.floor(age / HOUR_MS))
  if (age < 6 * DAY_MS) return weekday().format(then)
  return (then.getFullYear() === new Date(now).getFullYear() ? day() : month()).format(then)
}

/** How long ago, to stand in a sentence: `42 min`, `3 hr`, `2 days`. */
export function durationSince(iso: string, now: number): string {
  const age = Math.max(0, now - Date.parse(iso))
  if (age < HOUR_MS) return longMinutes().format(Math.floor(age / MINUTE_MS))
  if (age < 2 * DAY_MS) return longHours().format(Math.floor(age / HOUR_MS))
  return longDays().format(Math.floor(age / DAY_MS))
}
