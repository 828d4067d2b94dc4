import { perLocale } from '../language/locale.js'
import { t } from '../language/words.js'
import { dateFormat } from '@support-chat/shared/view'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

const narrow = (unit: string) =>
  perLocale((tag) => new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay: 'narrow' }))
const minutes = narrow('minute')
const hours = narrow('hour')
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
