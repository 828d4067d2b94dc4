import { perLocale } from '../language/locale.js'
import { t } from '../language/words.js'

const UNITS: [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

const words = perLocale((tag) => new Intl.RelativeTimeFormat(tag))

/**
 * `2 minutes ago`, in the largest unit that fits; `just now` within the first minute.
 * A time ahead of this computer's clock is `just now` too: clocks differ, messages do not come from the future.
 */
export function relativeTime(iso: string, now: number): string {
  const seconds = Math.floor((now - Date.parse(iso)) / 1000)
  for (const [unit, size] of UNITS) {
    if (seconds >= size) return words().format(-Math.floor(seconds / size), unit)
  }
  return t('time.justNow')
}
