import { z } from 'zod'
import { ianaTimeZone, time } from './fields.js'
import {
  MAX_GREETING_LENGTH,
  MAX_HEADING_LENGTH,
  MAX_HOURS_EXCEPTIONS,
  MAX_SHOWN_MEMBERS,
  MAX_TEAM_NAME_LENGTH,
  MAX_TOPIC_LENGTH,
  MAX_TOPICS,
  MAX_WEEKLY_HOURS,
} from './limits.js'
import { dayOfWeek, findClosedAgain, findOverlap, findOverlapOfDates, nameOfDay } from './hours.js'

const from = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day from 00:00 to 23:59')
  .describe('A time of day, such as 09:00.')
const to = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be a time of day from 00:00 to 24:00')
  .describe('24:00 is the end of the day; a time before `from` is of the next day.')

/** An interval that ends as it begins could be a whole day, or nothing. */
const isInterval = ({ from, to }: { from?: string | undefined; to?: string | undefined }) =>
  from === undefined || from !== to
const NO_INTERVAL = { path: ['to'], message: 'must differ from `from`: a whole day is 00:00 to 24:00' }

const day = z.number().int().min(0).max(7).describe('1 for Monday to 7 for Sunday; 0 is Sunday too.')
const dayName = z
  .string()
  .refine((name) => dayOfWeek(name) !== null, 'must be 1 for Monday to 7 for Sunday, or the English name')
  .transform((name) => dayOfWeek(name) ?? 0)

export const weeklyHours = z.object({ day, from, to }).meta({ id: 'WeeklyHours' })
/** When a team is there, each week: an interval that begins on `day`. */
export type WeeklyHours = z.output<typeof weeklyHours>

export const hoursException = z
  .object({ date: z.iso.date(), from: from.optional(), to: to.optional() })
  .refine((given) => (given.from === undefined) === (given.to === undefined), {
    message: 'needs both `from` and `to`, or neither for a closed day',
  })
  .refine(isInterval, NO_INTERVAL)
  .meta({ id: 'HoursException' })
/** What begins on a date in place of the weekly hours: nothing without `from` and `to`. */
export type HoursException = z.output<typeof hoursException>

const refuse = (context: z.RefinementCtx, message: string | null) => {
  if (message !== null) context.addIssue({ code: 'custom', message })
}

type Named = [name: string, interval: { readonly from: string; readonly to: string }]
const overlap = (one: Named, other: Named) => {
  const words = ([name, { from, to }]: Named) => `${name} ${from} to ${to}`
  return `${words(one)} overlaps ${words(other)}`
}

function problemOfWeek(given: readonly WeeklyHours[]): string | null {
  const [one, other] = findOverlap(given) ?? []
  return one && other ? overlap([nameOfDay(one.day), one], [nameOfDay(other.day), other]) : null
}

function problemOfDates(given: readonly HoursException[]): string | null {
  const closed = findClosedAgain(given)
  if (closed) return `${closed} is closed, and stands there again: say one or the other`
  const [one, other] = findOverlapOfDates(given) ?? []
  return one && other ? overlap([one.date, { ...one }], [other.date, { ...other }]) : null
}

const WEEKLY = 'Several intervals a day; none overlaps another. Empty: always there, but for the exceptions.'
const EXCEPTIONS = 'Dated; several intervals are several entries of one date.'
const timeZone = ianaTimeZone.describe('IANA name, such as Europe/Berlin.')

const weekly = z
  .array(z.object({ day: z.union([day, dayName]), from, to }).refine(isInterval, NO_INTERVAL))
  .max(MAX_WEEKLY_HOURS, `must be ${MAX_WEEKLY_HOURS} intervals at most`)
  .superRefine((given, context) => refuse(context, problemOfWeek(given)))
  .describe(WEEKLY)

const exceptions = z
  .array(hoursException)
  .max(MAX_HOURS_EXCEPTIONS, `must be ${MAX_HOURS_EXCEPTIONS} at most`)
  .superRefine((given, context) => refuse(context, problemOfDates(given)))
  .describe(EXCEPTIONS)

export const openingHours = z
  .object({
    time_zone: timeZone,
    weekly: z.array(weeklyHours).describe(WEEKLY),
    exceptions: z.array(hoursException).describe(EXCEPTIONS),
  })
  .meta({ id: 'OpeningHours' })
/** When a team is there, by the clock of a time zone. An interval belongs to the day on which it begins. */
export type OpeningHours = z.output<typeof openingHours>

/** One line that people read. */
const shownLine = (max: number) =>
  z
    .string()
    .trim()
    .refine((text) => [...text].length <= max, `must have ${max} characters at most`)
    .refine((text) => !/[\p{Cc}\p{Surrogate}]/u.test(text), 'must not hold control characters')

/** The same with line breaks. */
const shownText = (max: number) =>
  z
    .string()
    .trim()
    .refine((text) => [...text].length <= max, `must have ${max} characters at most`)
    .refine((text) => !/[^\P{Cc}\n\t]|\p{Surrogate}/u.test(text), 'must not hold control characters')

const topics = z
  .array(shownLine(MAX_TOPIC_LENGTH).refine((text) => text !== '', 'must not be blank'))
  .transform((given) => [...new Set(given)])
  .refine((given) => given.length <= MAX_TOPICS, `must be ${MAX_TOPICS} at most`)
  .meta({
    type: 'array',
    items: { type: 'string' },
    description: `${MAX_TOPICS} of 1 to ${MAX_TOPIC_LENGTH} characters.`,
  })

const accent = z
  .string()
  .regex(/^(#[0-9a-f]{6})?$/i, 'must be a colour such as #4f46e5')
  .transform((color) => color.toLowerCase())
const position = z.enum(['bottom-right', 'bottom-left'])

const ACCENT = 'Such as #4f46e5; blank: the widget’s own.'
const HEADING = 'The panel’s heading; blank: the widget’s own.'

export const widgetBrand = z
  .object({ accent: z.string().describe(ACCENT), heading: z.string().describe(HEADING), position })
  .meta({ id: 'WidgetBrand' })
/**
 * How the widget looks in the lines that a page embeds it with. It is the page that has them: a change here changes no page,
 * and no page shows another colour first.
 */
export type WidgetBrand = z.output<typeof widgetBrand>

const TEAM_NAME = 'Blank: the widget shows `APP_NAME`.'
const GREETING = 'What the widget says before the first message; blank for none.'
const TOPICS = 'What the widget offers to write about, before the first message.'

export const widgetSettings = z
  .object({
    team_name: z.string().describe(TEAM_NAME),
    greeting: z.string().describe(GREETING),
    topics: z.array(z.string()).describe(TOPICS),
    hours: openingHours,
    brand: widgetBrand,
  })
  .meta({ id: 'WidgetSettings' })
/** What the widget shows before anybody writes. */
export type WidgetSettings = z.output<typeof widgetSettings>

export const widgetChanges = z
  .object({
    team_name: shownLine(MAX_TEAM_NAME_LENGTH).describe(TEAM_NAME),
    greeting: shownText(MAX_GREETING_LENGTH).describe(GREETING),
    topics,
    hours: z.object({ time_zone: timeZone, weekly, exceptions }).partial(),
    brand: z
      .object({
        accent: accent.meta({ type: 'string', description: ACCENT }),
        heading: shownLine(MAX_HEADING_LENGTH).describe(HEADING),
        position,
      })
      .partial(),
  })
  .partial()
  .meta({ id: 'WidgetChanges' })
/** What is left out stays, in `hours` and `brand` too. */
export type WidgetChanges = z.output<typeof widgetChanges>

export const teamMember = z
  .object({
    name: z.string().nullable(),
    avatar_url: z.string().nullable().describe('Relative to the server’s address; another one for each picture.'),
  })
  .meta({ id: 'TeamMember' })
export type TeamMember = z.output<typeof teamMember>

export const teamProfile = z
  .object({
    name: z.string(),
    members: z
      .array(teamMember)
      .max(MAX_SHOWN_MEMBERS)
      .describe('First those who are connected, then those who answered last.'),
    online: z.boolean().describe('It is within the hours, and somebody of staff is connected.'),
    back_at: time.nullable().describe('When the hours begin again; null within them, and where there are none.'),
    reply_time_seconds: z
      .number()
      .int()
      .nullable()
      .describe('The median of 30 days, of waits that began within the hours; null until there are a few.'),
  })
  .meta({ id: 'TeamProfile' })
/** The people behind the widget, as its users see them. */
export type TeamProfile = z.output<typeof teamProfile>

/** What the user's chat says of the team. */
export const welcome = {
  greeting: z.string().describe('Said before the first message; blank for none.'),
  topics: z.array(z.string()),
  team: teamProfile,
}
