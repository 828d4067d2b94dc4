import { relativeTime } from './relative-time.js'

const NOW = Date.parse('2026-03-04T12:00:00.000Z')
const ago = (seconds: number) => relativeTime(new Date(NOW - seconds * 1000).toISOString(), NOW)

describe('relativeTime', () => {
  it('says just now within the first minute, and of a time ahead of this clock', () => {
    expect([ago(0), ago(59), ago(-3600)]).toEqual(['just now', 'just now', 'just now'])
  })

  it('speaks of one and of many', () => {
    expect([ago(60), ago(120), ago(3_600), ago(7_200)]).toEqual([
      '1 minute ago',
      '2 minutes ago',
      '1 hour ago',
      '2 hours ago',
    ])
  })

  it('takes the largest unit that fits, rounded down', () => {
    expect([ago(3_599), ago(86_399), ago(86_400 * 6.9), ago(86_400 * 29), ago(86_400 * 60), ago(86_400 * 800)]).toEqual(
      ['59 minutes ago', '23 hours ago', '6 days ago', '4 weeks ago', '1 month ago', '2 years ago'],
    )
  })
})
