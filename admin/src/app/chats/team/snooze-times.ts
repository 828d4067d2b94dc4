import { dateFormat } from '@support-chat/shared/view'
import { perLocale } from '../../language/locale.js'
import { t } from '../../language/later.js'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** When a day of work begins, by the reader's clock. */
const MORNING = 9
/** The server takes years of four digits. */
const LAST = Date.UTC(9999, 0)

export interface SnoozeTime {
  readonly name: 'hours' | 'tomorrow' | 'week'
  readonly until: Date
}

/** In three hours, tomorrow morning, and on Monday morning. */
export function snoozeTimes(now: number): SnoozeTime[] {
  return [
    { name: 'hours', until: new Date(now + 3 * HOUR_MS) },
    { name: 'tomorrow', until: morningIn(now, 1) },
    { name: 'week', until: morningIn(now, 8 - (new Date(now).getDay() || 7)) },
  ]
}

/** By the calendar, not by hours: days have 23 or 25 of them where clocks are changed. */
export function morningIn(now: number, days: number): Date {
  const day = new Date(now)
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days, MORNING)
}

/** What people write for a unit, in English and German. */
const UNITS = { m: 'minute', h: 'hour', s: 'hour', d: 'day', t: 'day', w: 'week' } as const
const UNIT_MS = { minute: 60_000, hour: HOUR_MS, day: DAY_MS, week: 7 * DAY_MS }
const exact = perLocale((tag) =>
  dateFormat(tag, { weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' }),
)
const ahead = perLocale((tag) => new Intl.RelativeTimeFormat(tag))

/** `Tue 1 Dec, 09:00` */
export const timeWords = (time: Date): string => exact().format(time)

/** What somebody has typed as `2h`, `3 days` or `1w`, from now on; null for anything else. */
export function typedTime(text: string, now: number): { words: string; until: Date } | null {
  const [, digits, letter] = /^(\d{1,3})\s*([mhsdtw])/i.exec(text.trim()) ?? []
  const unit = UNITS[(letter?.toLowerCase() ?? '') as keyof typeof UNITS]
  const count = Number(digits)
  if (!unit || count === 0) return null
  return { words: sentence(ahead().format(count, unit)), until: new Date(now + count * UNIT_MS[unit]) }
}

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

/** Why a time cannot be taken, in words; null where it can. */
export function timeProblem(until: Date, now: number): string | null {
  if (Number.isNaN(until.getTime()) || until.getTime() >= LAST) return t('snoozing.invalid')
  return until.getTime() <= now ? t('snoozing.past') : null
}

/** How long from now, in the largest unit that fits: `in 3 days`. */
export function timeAhead(until: Date, now: number): string {
  const ms = until.getTime() - now
  const unit = ms >= 2 * DAY_MS ? 'day' : ms >= HOUR_MS ? 'hour' : 'minute'
  return ahead().format(Math.max(1, Math.round(ms / UNIT_MS[unit])), unit)
}
