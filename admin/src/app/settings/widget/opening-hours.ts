import type { HoursException, OpeningHours, WeeklyHours } from '@support-chat/shared'
import { findClosedAgain, findOverlap, findOverlapOfDates } from '@support-chat/shared/hours'

/** The end of a day is shown as 00:00, which is what a field for times can say. */
export const toField = (to: string): string => (to === '24:00' ? '00:00' : to)
const fromField = (to: string): string => (to === '00:00' ? '24:00' : to)

/** An interval as it stands in its fields, which may be empty. */
export type HoursRow = WeeklyHours
export interface ExceptionRow {
  readonly date: string
  readonly isClosed: boolean
  readonly from: string
  readonly to: string
}

/** What is wrong with hours, for words: two that overlap, a date that stands there twice, or a row that is not filled in. */
export type HoursProblem =
  | { readonly kind: 'overlap'; readonly pair: readonly [HoursRow, HoursRow] }
  | { readonly kind: 'overlapOfDates'; readonly pair: readonly [ExceptionRow, ExceptionRow] }
  | { readonly kind: 'closedAgain'; readonly date: string }
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'empty' }

export function problemOf(weekly: readonly HoursRow[], exceptions: readonly ExceptionRow[]): HoursProblem | null {
  const timed = exceptions.filter(({ isClosed }) => !isClosed)
  if ([...weekly, ...timed].some(({ from, to }) => !from || !to) || exceptions.some(({ date }) => !date)) {
    return { kind: 'incomplete' }
  }
  const week = toWeekly(weekly)
  if ([...week, ...timed].some(({ from, to }) => from === to)) return { kind: 'empty' }
  const pair = findOverlap(week)
  if (pair) return { kind: 'overlap', pair }
  const dated = toExceptions(exceptions)
  const date = findClosedAgain(dated)
  if (date) return { kind: 'closedAgain', date }
  const [one, other] = findOverlapOfDates(dated) ?? []
  return one && other ? { kind: 'overlapOfDates', pair: [toRow(one), toRow(other)] } : null
}

export const toWeekly = (rows: readonly HoursRow[]): WeeklyHours[] =>
  rows.map(({ day, from, to }) => ({ day, from, to: fromField(to) }))

export const toExceptions = (rows: readonly ExceptionRow[]): HoursException[] =>
  rows.map(({ date, isClosed, from, to }) => (isClosed ? { date } : { date, from, to: fromField(to) }))

export const toRow = ({ date, from, to }: HoursException): ExceptionRow => ({
  date,
  isClosed: from === undefined,
  from: from ?? '09:00',
  to: toField(to ?? '12:00'),
})

/** In the order in which people read a week, from Monday on. */
export const weekOf = ({ weekly }: Pick<OpeningHours, 'weekly'>): HoursRow[] =>
  [...weekly]
    .map(({ day, from, to }) => ({ day: day === 0 ? 7 : day, from, to: toField(to) }))
    .sort((one, other) => one.day - other.day || one.from.localeCompare(other.from))

export const WORKDAYS: readonly HoursRow[] = [1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', to: '17:00' }))

/** What follows the last interval of a day: an hour later, for as long as the day allows. */
export function nextInterval(day: number, rows: readonly HoursRow[]): HoursRow {
  const last = rows.filter((row) => row.day === day).at(-1)
  if (!last || last.to <= last.from) return { day, from: '09:00', to: '17:00' }
  const hour = Math.min(Number(last.to.slice(0, 2)) + 1, 23)
  const at = (hours: number) => `${String(hours % 24).padStart(2, '0')}:00`
  return { day, from: at(hour), to: at(Math.min(hour + 4, 24)) }
}
