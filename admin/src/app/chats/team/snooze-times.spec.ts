import { snoozeTimes, timeAhead, timeProblem, typedTime } from './snooze-times.js'

describe('snoozeTimes', () => {
  it('are in three hours, tomorrow at nine, and on the next Monday at nine, also on a Monday and a Sunday', () => {
    const of = (...day: [number, number, number]) =>
      snoozeTimes(new Date(...day, 14, 30).getTime()).map(({ until }) => until)
    expect(of(2026, 2, 4)).toEqual([new Date(2026, 2, 4, 17, 30), new Date(2026, 2, 5, 9), new Date(2026, 2, 9, 9)])
    expect(of(2026, 2, 9)[2]).toEqual(new Date(2026, 2, 16, 9))
    expect(of(2026, 2, 8)[2]).toEqual(new Date(2026, 2, 9, 9))
  })
})

describe('a time of one’s own', () => {
  const now = new Date(2026, 2, 4, 14, 30).getTime()

  it('is typed with a unit, in English or German, and says how far off it is', () => {
    const hours = (text: string) => typedTime(text, now)?.until.getTime()
    expect([hours('90m'), hours(' 2 Stunden'), hours('2h')].map((time) => (time! - now) / 3_600_000)).toEqual([
      1.5, 2, 2,
    ])
    expect([hours('3t'), hours('3 days'), hours('1w')].map((time) => (time! - now) / 86_400_000)).toEqual([3, 3, 7])
    expect([typedTime('0h', now), typedTime('tomorrow', now), typedTime('2', now)]).toEqual([null, null, null])
    expect(timeAhead(new Date(now + 3 * 86_400_000), now)).toBe('in 3 days')
    expect(timeAhead(new Date(now + 30 * 3_600_000), now)).toBe('in 30 hours')
  })

  it('is refused in words where it has passed, or is none', () => {
    expect(timeProblem(new Date(now), now)).toBe('That time has passed. Choose a later one.')
    expect(timeProblem(new Date(''), now)).toBe('Choose a date and a time.')
    expect(timeProblem(new Date(Date.UTC(10000, 0)), now)).toBe('Choose a date and a time.')
    expect(timeProblem(new Date(now + 60_000), now)).toBeNull()
  })
})
