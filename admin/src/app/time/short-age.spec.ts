import { durationSince, shortAge } from './short-age.js'

const NOW = new Date(2026, 2, 4, 12).getTime()
const ago = (minutes: number) => shortAge(new Date(NOW - minutes * 60_000).toISOString(), NOW)

describe('shortAge', () => {
  it('says minutes, hours, the weekday, the date, and the year of another one', () => {
    const DAY = 24 * 60
    expect([0, -5, 1, 59, 60, DAY - 1, 2 * DAY, 6 * DAY, 60 * DAY, 800 * DAY].map(ago)).toEqual([
      'now',
      'now',
      '1m',
      '59m',
      '1h',
      '23h',
      'Mon',
      '26 Feb',
      '3 Jan',
      'Dec 2023',
    ])
  })
})

describe('durationSince', () => {
  it('says minutes up to an hour, hours up to two days, then days', () => {
    const since = (minutes: number) => durationSince(new Date(NOW - minutes * 60_000).toISOString(), NOW)
    expect([-1, 42, 60, 47 * 60, 49 * 60].map(since)).toEqual(['0 mins', '42 mins', '1 hr', '47 hrs', '2 days'])
  })
})
