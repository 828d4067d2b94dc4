import { MAX_GREETING_LENGTH, MAX_HOURS_EXCEPTIONS, MAX_TOPICS, MAX_WEEKLY_HOURS } from './limits.js'
import { widgetChanges } from './widget-settings.js'

/** What is wrong, with where; null for what is taken. */
function refusal(changes: object): string | null {
  const issue = widgetChanges.safeParse(changes).error?.issues[0]
  return issue ? `${issue.path.join('.')}: ${issue.message}` : null
}

const weekly = (...intervals: [day: unknown, from: string, to: string][]) => ({
  hours: { weekly: intervals.map(([day, from, to]) => ({ day, from, to })) },
})
const dated = (...exceptions: object[]) => ({ hours: { exceptions } })

describe('Hours are taken', () => {
  it.each([
    ['of several intervals a day', weekly([1, '13:00', '17:00'], [1, '08:00', '12:00'])],
    ['that follow each other at once', weekly([1, '08:00', '12:00'], [1, '12:00', '17:00'])],
    ['past midnight', weekly([1, '22:00', '02:00'], [2, '02:00', '04:00'])],
    ['to the end of the day', weekly([1, '22:00', '24:00'], [2, '00:00', '02:00'])],
    ['past the end of the week', weekly([6, '22:00', '06:00'], [7, '06:00', '08:00'])],
    [
      'around the clock',
      weekly(...[0, 1, 2, 3, 4, 5, 6].map((day) => [day, '00:00', '24:00'] as [number, string, string])),
    ],
    ['of almost a whole day, past midnight', weekly([1, '09:00', '08:59'])],
    ['of dates', dated({ date: '2028-02-29' }, { date: '2026-12-24', from: '22:00', to: '02:00' })],
    [
      'of several intervals of a date',
      dated(...[9, 11].map((at) => ({ date: '2026-12-24', from: `${at < 10 ? 0 : ''}${at}:00`, to: `${at + 1}:00` }))),
    ],
    ['of a zone', { hours: { time_zone: 'America/Argentina/Buenos_Aires' } }],
  ])('%s', (_, changes) => {
    expect(refusal(changes)).toBeNull()
  })

  it('by days with names, too', () => {
    const { hours } = widgetChanges.parse(weekly(['monday', '09:00', '10:00'], ['Sun', '09:00', '10:00']))
    expect(hours?.weekly?.map(({ day }) => day)).toEqual([1, 7])
  })
})

describe('Hours are refused', () => {
  it.each([
    [
      weekly([1, '08:00', '12:00'], [1, '11:59', '17:00']),
      'hours.weekly: Monday 08:00 to 12:00 overlaps Monday 11:59 to 17:00',
    ],
    [
      weekly([1, '22:00', '02:00'], [2, '01:59', '04:00']),
      'hours.weekly: Monday 22:00 to 02:00 overlaps Tuesday 01:59 to 04:00',
    ],
    [
      weekly([0, '00:30', '04:00'], [6, '22:00', '01:00']),
      'hours.weekly: Saturday 22:00 to 01:00 overlaps Sunday 00:30 to 04:00',
    ],
    [
      weekly([7, '22:00', '01:00'], [1, '00:30', '04:00']),
      'hours.weekly: Sunday 22:00 to 01:00 overlaps Monday 00:30 to 04:00',
    ],
    [
      weekly([0, '09:00', '12:00'], [7, '11:00', '13:00']),
      'hours.weekly: Sunday 09:00 to 12:00 overlaps Sunday 11:00 to 13:00',
    ],
    [weekly([1, '09:00', '09:00']), 'hours.weekly.0.to: must differ from `from`: a whole day is 00:00 to 24:00'],
    [weekly([1, '9:00', '10:00']), 'hours.weekly.0.from: must be a time of day from 00:00 to 23:59'],
    [weekly([1, '24:00', '10:00']), 'hours.weekly.0.from: must be a time of day from 00:00 to 23:59'],
    [weekly([1, '09:00', '24:01']), 'hours.weekly.0.to: must be a time of day from 00:00 to 24:00'],
    [
      dated({ date: '2026-12-24' }, { date: '2026-12-24', from: '09:00', to: '12:00' }),
      'hours.exceptions: 2026-12-24 is closed, and stands there again: say one or the other',
    ],
    [
      dated({ date: '2026-12-31', from: '22:00', to: '02:00' }, { date: '2027-01-01', from: '01:00', to: '04:00' }),
      'hours.exceptions: 2026-12-31 22:00 to 02:00 overlaps 2027-01-01 01:00 to 04:00',
    ],
    [
      dated({ date: '2026-12-24', from: '09:00' }),
      'hours.exceptions.0: needs both `from` and `to`, or neither for a closed day',
    ],
    [{ hours: { time_zone: 'Europe/Atlantis' } }, 'hours.time_zone: must be an IANA time zone'],
    [{ hours: { time_zone: '+01:00' } }, 'hours.time_zone: must be an IANA time zone'],
  ])('%#: %j', (changes, words) => {
    expect(refusal(changes)).toBe(words)
  })

  it.each([
    weekly([8, '09:00', '10:00']),
    weekly([1.5, '09:00', '10:00']),
    weekly(['someday', '09:00', '10:00']),
    weekly(['', '09:00', '10:00']),
    dated({ date: '2026-02-29' }),
    dated({ date: '24.12.2026' }),
    { hours: { weekly: Array.from({ length: MAX_WEEKLY_HOURS + 1 }, () => ({ day: 1, from: '09:00', to: '10:00' })) } },
    dated(...Array.from({ length: MAX_HOURS_EXCEPTIONS + 1 }, () => ({ date: '2026-12-24' }))),
    { hours: [] },
  ])('%#', (changes) => {
    expect(refusal(changes)).toMatch(/^hours/)
  })
})

describe('Texts', () => {
  it('are trimmed, and each topic is there once', () => {
    const topics = [' Orders ', 'Orders', 'Returns']
    expect(widgetChanges.parse({ team_name: ' Shop ', greeting: 'Hello\nthere', topics })).toEqual({
      team_name: 'Shop',
      greeting: 'Hello\nthere',
      topics: ['Orders', 'Returns'],
    })
  })

  it.each([
    [{ greeting: 'x'.repeat(MAX_GREETING_LENGTH + 1) }, /^greeting: must have 500 characters/],
    [{ greeting: 'a\0b' }, /^greeting: must not hold control/],
    [{ team_name: 'two\nlines' }, /^team_name: must not hold control/],
    [{ topics: [' '] }, /^topics.0: must not be blank/],
    [{ topics: Array.from({ length: MAX_TOPICS + 1 }, (_, index) => `${index}`) }, /^topics: must be 10 at most/],
    [{ topics: 'Orders' }, /^topics: /],
  ])('are refused: %j', (changes, words) => {
    expect(refusal(changes)).toMatch(words)
  })
})
