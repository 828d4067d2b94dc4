import { TIMINGS } from './timings.js'
import { retryDelay } from './request-error.js'

describe('the wait before the same request is made again', () => {
  const limited = (retry_after_ms?: number) =>
    ({ code: 'rate_limited', message: '', details: { retry_after_ms } }) as const

  it('is what the server asks for, and never nothing', () => {
    const random = jest.spyOn(Math, 'random').mockReturnValue(0.5)
    expect([30, 0, undefined].map((asked) => retryDelay(limited(asked), TIMINGS, 3))).toEqual([30, 4_000, 4_000])
    random.mockRestore()
  })

  it.each([-5, 1e12, Infinity, NaN, 'soon', null])('is one that a timer can count, for %p', (asked) => {
    const wait = retryDelay(limited(asked as number), TIMINGS, 3)
    expect(wait).toBeGreaterThanOrEqual(0)
    expect(wait).toBeLessThanOrEqual(3_600_000)
  })

  it('is none where no repetition helps', () => {
    expect(retryDelay({ code: 'conflict', message: '' }, TIMINGS, 0)).toBeNull()
  })
})
