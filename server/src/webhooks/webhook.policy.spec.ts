import { pauseUntil } from './webhook.policy.js'

describe('Retry-After', () => {
  const now = new Date('2026-01-12T09:30:00.000Z')
  const seconds = (retryAfter: string | null, status: number | null = 503) => {
    const until = pauseUntil(status, retryAfter, now)
    return until && (until.getTime() - now.getTime()) / 1_000
  }

  it.each([
    ['120', 120],
    ['Mon, 12 Jan 2026 09:31:30 GMT', 90],
    ['3601', 3_600],
    ['9'.repeat(400), 3_600],
    ['Tue, 13 Jan 2026 09:30:00 GMT', 3_600],
  ])('of %s leaves an endpoint alone for %d seconds', (retryAfter, expected) => {
    expect(seconds(retryAfter)).toBe(expected)
    expect(seconds(retryAfter, 429)).toBe(expected)
  })

  it.each(['0', '', '-5', '1.5', 'soon', 'Mon, 12 Jan 2026 09:29:00 GMT', null])('of %s is none', (retryAfter) => {
    expect(seconds(retryAfter)).toBeNull()
  })

  it.each([200, 301, 410, 500, null])('of an answer of %s is none', (status) => {
    expect(seconds('120', status)).toBeNull()
  })
})
