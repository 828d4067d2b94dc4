import { snoozeTimes } from './snooze-times.js'

describe('snoozeTimes', () => {
  it('are in three hours, tomorrow at nine, and on the next Monday at nine, also on a Monday and a Sunday', () => {
    const of = (...day: [number, number, number]) =>
      snoozeTimes(new Date(...day, 14, 30).getTime()).map(({ until }) => until)
    expect(of(2026, 2, 4)).toEqual([new Date(2026, 2, 4, 17, 30), new Date(2026, 2, 5, 9), new Date(2026, 2, 9, 9)])
    expect(of(2026, 2, 9)[2]).toEqual(new Date(2026, 2, 16, 9))
    expect(of(2026, 2, 8)[2]).toEqual(new Date(2026, 2, 9, 9))
  })
})
