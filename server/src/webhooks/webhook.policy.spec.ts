import {
  ATTEMPT_MS,
  BATCH,
  CONCURRENCY,
  concurrencyFor,
  LEASE_MS,
  MAX_ATTEMPTS,
  nextAttempt,
} from './webhook.policy.js'

describe('The attempts of a webhook', () => {
  it('are ten, each later than the one before', () => {
    let at = new Date(0)
    const hours = []
    for (let attempts = 1; attempts < MAX_ATTEMPTS; attempts++) {
      const next = nextAttempt(attempts, at)!
      hours.push((next.getTime() - at.getTime()) / 3_600_000)
      at = next
    }
    expect(hours).toEqual([5 / 3_600, 5 / 60, 0.5, 2, 5, 10, 14, 18, 22])
    expect([MAX_ATTEMPTS, nextAttempt(10, at), nextAttempt(11, at)]).toEqual([10, null, null])
  })

  it('of a batch end before its claim does', () => {
    expect([concurrencyFor(1), concurrencyFor(3), concurrencyFor(4), concurrencyFor(BATCH)]).toEqual([
      1,
      1,
      2,
      CONCURRENCY,
    ])
    for (let attempts = 1; attempts <= BATCH; attempts++) {
      expect(Math.ceil(attempts / concurrencyFor(attempts)) * ATTEMPT_MS).toBeLessThan(LEASE_MS)
    }
  })
})
