import type { OpeningHours } from '@support-chat/shared'
import { openingHours } from '@support-chat/shared/contract'
import fc from 'fast-check'
import { stateOf } from './opening-hours.js'
import { TimeZone } from './time-zone.js'

const at = (text: string) => Date.parse(text)
const hoursIn = (time_zone: string, weekly: OpeningHours['weekly'], exceptions: OpeningHours['exceptions'] = []) => ({
  time_zone,
  weekly,
  exceptions,
})
const WORKDAYS = [1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', to: '17:00' }))
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]

/** `open`, or when it opens again. */
function said(hours: OpeningHours, now: string): string | null {
  const { isOpen, opensAt } = stateOf(openingHours.parse(hours), at(now))
  if (isOpen) return 'open'
  return opensAt === null ? null : new Date(opensAt).toISOString().replace(/:00\.000Z$/, 'Z')
}

describe('Hours of the week', () => {
  it.each([
    // A Monday; Berlin is at +01:00 in winter.
    ['before they begin', '2026-01-05T07:59Z', '2026-01-05T08:00Z'],
    ['at their first moment', '2026-01-05T08:00Z', 'open'],
    ['in their last second', '2026-01-05T15:59:59Z', 'open'],
    ['at their end', '2026-01-05T16:00Z', '2026-01-06T08:00Z'],
    ['on Friday evening', '2026-01-09T18:00Z', '2026-01-12T08:00Z'],
    ['on Sunday', '2026-01-11T12:00Z', '2026-01-12T08:00Z'],
    // Where it is Monday already, and not so in Berlin.
    ['late on Sunday', '2026-01-11T22:30Z', '2026-01-12T08:00Z'],
  ])('%s', (_, now, expected) => {
    expect(said(hoursIn('Europe/Berlin', WORKDAYS), now)).toBe(expected)
  })

  it.each([
    ['in the lunch break', '2026-01-05T12:30Z', '2026-01-05T13:30Z'],
    ['after it', '2026-01-05T13:30Z', 'open'],
    ['where one follows the other at once', '2026-01-05T18:00Z', 'open'],
  ])('of several intervals a day: %s', (_, now, expected) => {
    const day = [
      { day: 1, from: '18:00', to: '20:00' },
      { day: 1, from: '08:00', to: '12:00' },
      { day: 1, from: '13:30', to: '18:00' },
    ]
    expect(said(hoursIn('UTC', day), now)).toBe(expected)
  })

  it.each([
    ['is open before midnight', '2026-01-04T23:30Z', 'open'],
    ['is open after it, on a day that has no hours itself', '2026-01-05T01:59Z', 'open'],
    ['is closed from its end on', '2026-01-05T02:00Z', '2026-01-11T21:00Z'],
  ])('an interval past midnight, at the end of the week, %s', (_, now, expected) => {
    expect(said(hoursIn('UTC', [{ day: 7, from: '21:00', to: '02:00' }]), now)).toBe(expected)
    expect(said(hoursIn('UTC', [{ day: 0, from: '21:00', to: '02:00' }]), now)).toBe(expected)
  })

  it('reach to midnight by 24:00 and by 00:00 alike', () => {
    for (const to of ['24:00', '00:00']) {
      expect(said(hoursIn('UTC', [{ day: 1, from: '20:00', to }]), '2026-01-05T23:59:59Z')).toBe('open')
      expect(said(hoursIn('UTC', [{ day: 1, from: '20:00', to }]), '2026-01-06T00:00Z')).toBe('2026-01-12T20:00Z')
    }
  })

  it('around the clock have no gap at midnight, nor where the clock is changed', () => {
    const always = EVERY_DAY.map((day) => ({ day, from: '00:00', to: '24:00' }))
    for (let now = at('2026-03-28T00:00Z'); now < at('2026-03-30T12:00Z'); now += 15 * 60_000) {
      expect(stateOf(hoursIn('Europe/Berlin', always), now).isOpen).toBe(true)
    }
  })

  it('that nobody has set are always', () => {
    expect(said(hoursIn('UTC', []), '2026-01-04T03:00Z')).toBe('open')
  })
})

describe('Where the clock is changed', () => {
  const daily = (time_zone: string, from: string, to: string) =>
    hoursIn(
      time_zone,
      EVERY_DAY.map((day) => ({ day, from, to })),
    )

  it.each([
    // The clock of Berlin goes from 02:00 to 03:00 on 29 March, and from 03:00 to 02:00 on 25 October 2026.
    ['Europe/Berlin', '09:00', '17:00', '2026-03-28T20:00Z', '2026-03-29T07:00Z'],
    ['Europe/Berlin', '09:00', '17:00', '2026-10-24T20:00Z', '2026-10-25T08:00Z'],
    // What the clock skips is when it is set forward.
    ['Europe/Berlin', '02:30', '17:00', '2026-03-28T20:00Z', '2026-03-29T01:00Z'],
    // Of what it shows twice, the first; and until the second.
    ['Europe/Berlin', '02:30', '17:00', '2026-10-24T20:00Z', '2026-10-25T00:30Z'],
    ['Europe/Berlin', '00:00', '02:30', '2026-10-25T01:29Z', 'open'],
    ['Europe/Berlin', '00:00', '02:30', '2026-10-25T01:30Z', '2026-10-25T23:00Z'],
    // An interval that the clock skips is none.
    ['Europe/Berlin', '02:10', '02:50', '2026-03-28T20:00Z', '2026-03-30T00:10Z'],
    // At midnight: 00:00 of 6 September 2026 is not shown in Santiago, and of 24 April not in Cairo.
    ['America/Santiago', '00:00', '12:00', '2026-09-05T22:00Z', '2026-09-06T04:00Z'],
    ['Africa/Cairo', '00:00', '12:00', '2026-04-23T20:00Z', '2026-04-23T22:00Z'],
    // By half an hour, at the other side of the world.
    ['Australia/Lord_Howe', '09:00', '17:00', '2026-10-03T12:00Z', '2026-10-03T22:00Z'],
    ['Australia/Lord_Howe', '09:00', '17:00', '2026-10-02T12:00Z', '2026-10-02T22:30Z'],
    // Zones that are no whole hours away, and those that are furthest.
    ['Asia/Kathmandu', '09:00', '17:00', '2026-01-05T12:00Z', '2026-01-06T03:15Z'],
    ['Pacific/Kiritimati', '09:00', '17:00', '2026-01-05T12:00Z', '2026-01-05T19:00Z'],
    ['Pacific/Pago_Pago', '09:00', '17:00', '2026-01-05T12:00Z', '2026-01-05T20:00Z'],
    // Samoa had no 30 December 2011.
    ['Pacific/Apia', '09:00', '17:00', '2011-12-30T04:00Z', '2011-12-30T19:00Z'],
  ])('in %s, daily %s to %s, %s says %s', (zone, from, to, now, expected) => {
    expect(said(daily(zone, from, to), now)).toBe(expected)
  })

  it('an interval past midnight ends when the clock of the next day says so', () => {
    const night = hoursIn('America/New_York', [{ day: 6, from: '22:00', to: '06:00' }])
    // Saturday to Sunday, 7 to 8 March 2026: the night is an hour shorter.
    expect(said(night, '2026-03-08T02:59Z')).toBe('2026-03-08T03:00Z')
    expect(said(night, '2026-03-08T09:59Z')).toBe('open')
    expect(said(night, '2026-03-08T10:00Z')).toBe('2026-03-15T02:00Z')
  })

  it('what the clock shows is found again, in every zone, at any time', () => {
    const zones = Intl.supportedValuesOf('timeZone')
    const instant = fc.integer({ min: at('2000-01-01') / 60_000, max: at('2040-01-01') / 60_000 })
    fc.assert(
      fc.property(fc.constantFrom(...zones), instant, (name, minutes) => {
        const zone = new TimeZone(name)
        const shown = zone.shownAt(minutes * 60_000)
        const [first, last] = [zone.firstAt(shown), zone.lastAt(shown)]
        expect([first, last].map((found) => zone.shownAt(found))).toEqual([shown, shown])
        expect(first).toBeLessThanOrEqual(minutes * 60_000)
        expect(last).toBeGreaterThanOrEqual(minutes * 60_000)
      }),
      { numRuns: 300 },
    )
  })
})

describe('Exceptions', () => {
  it.each([
    ['a closed day', [{ date: '2026-01-05' }], '2026-01-05T10:00Z', '2026-01-06T08:00Z'],
    ['a longer holiday', [{ date: '2026-01-05' }, { date: '2026-01-06' }], '2026-01-05T10:00Z', '2026-01-07T08:00Z'],
    ['other hours', [{ date: '2026-01-05', from: '12:00', to: '14:00' }], '2026-01-05T10:00Z', '2026-01-05T11:00Z'],
    ['a day that is closed else', [{ date: '2026-01-04', from: '12:00', to: '14:00' }], '2026-01-04T11:30Z', 'open'],
    ['yesterday’s', [{ date: '2026-01-04' }], '2026-01-05T10:00Z', 'open'],
    ['past midnight', [{ date: '2026-01-04', from: '22:00', to: '01:00' }], '2026-01-04T23:30Z', 'open'],
  ])('%s', (_, exceptions, now, expected) => {
    expect(said(hoursIn('Europe/Berlin', WORKDAYS, exceptions), now)).toBe(expected)
  })

  it('of several intervals, by several entries', () => {
    const date = '2026-01-05'
    const hours = hoursIn('UTC', WORKDAYS, [
      { date, from: '15:00', to: '16:00' },
      { date, from: '10:00', to: '11:00' },
    ])
    expect(said(hours, '2026-01-05T10:30Z')).toBe('open')
    expect(said(hours, '2026-01-05T11:00Z')).toBe('2026-01-05T15:00Z')
  })

  it('leave what has begun the evening before as it is', () => {
    const hours = hoursIn('UTC', [{ day: 1, from: '22:00', to: '02:00' }], [{ date: '2026-01-06' }])
    expect(said(hours, '2026-01-06T01:00Z')).toBe('open')
    expect(said(hours, '2026-01-06T02:00Z')).toBe('2026-01-12T22:00Z')
  })

  it('close a team without hours, which is there at all other times', () => {
    const hours = hoursIn('Europe/Berlin', [], [{ date: '2026-12-25' }])
    expect(said(hours, '2026-12-24T22:59Z')).toBe('open')
    expect(said(hours, '2026-12-24T23:00Z')).toBe('2026-12-25T23:00Z')
  })

  it('that never end say no time', () => {
    const days = Array.from({ length: 200 }, (_, index) => new Date(at('2026-01-05') + index * 7 * 86_400_000))
    const closed = days.map((day) => ({ date: day.toISOString().slice(0, 10) }))
    expect(said(hoursIn('UTC', [{ day: 1, from: '09:00', to: '10:00' }], closed), '2026-01-05T00:00Z')).toBeNull()
  })
})

it('What is said holds until it says', () => {
  const { isOpen, validUntil } = stateOf(hoursIn('UTC', WORKDAYS), at('2026-01-05T10:00Z'))
  expect([isOpen, validUntil]).toEqual([true, at('2026-01-05T17:00Z')])
  expect(stateOf(hoursIn('UTC', WORKDAYS), at('2026-01-05T17:00Z'))).toMatchObject({
    isOpen: false,
    validUntil: at('2026-01-06T09:00Z'),
  })
})
