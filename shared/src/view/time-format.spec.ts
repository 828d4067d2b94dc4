import { isSameDay, TimeFormat } from './time-format.js'

const at = (day: number, hour = 12) => new Date(2026, 2, day, hour).toISOString()
const now = new Date(2026, 2, 5, 12)

describe('dates and times', () => {
  test('a day is named as people name it', () => {
    const format = new TimeFormat('en-GB')
    expect(format.day(at(5), now)).toBe('Today')
    expect(format.day(at(5, 0), now)).toBe('Today')
    expect(format.day(at(4, 23), now)).toBe('Yesterday')
    expect(format.day(at(2), now)).toBe('Monday 2 March')
    expect(format.day('2025-03-02T12:00:00Z', now)).toBe('2 March 2025')
  })

  test('in the words of the locale', () => {
    expect(new TimeFormat('de').day(at(4), now)).toBe('Gestern')
    expect(new TimeFormat('de').time(at(5, 9))).toBe('9:00')
  })

  test('a day ends at midnight of the reader’s clock', () => {
    expect(isSameDay(at(5, 0), at(5, 23))).toBe(true)
    expect(isSameDay(at(4, 23), at(5, 0))).toBe(false)
  })
})
