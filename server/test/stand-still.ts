import { Clock } from '../src/common/clock.js'
import { MemoryBuckets } from '../src/rate-limits/token-buckets.js'
import type { TestApp } from './test-app.js'

const TIMERS = ['setImmediate', 'clearImmediate', 'setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] as const
const CLOCKS = ['hrtime', 'nextTick', 'performance', 'queueMicrotask'] as const

/**
 * Stops the date in this process, until `jest.useRealTimers()`. Timers go on.
 * @returns moves it forward
 */
export function stopDate(): (seconds: number) => void {
  jest.useFakeTimers({ doNotFake: [...TIMERS, ...CLOCKS] })
  return (seconds) => {
    jest.setSystemTime(Date.now() + seconds * 1_000)
  }
}

const DAY_MS = 24 * 3600 * 1000

/** Lets nobody do anything any more, for 1,234 ms, until the mock is restored. Not where Redis counts. */
export function closeLimits({ app }: TestApp): jest.SpyInstance {
  return jest.spyOn(app.get(MemoryBuckets, { strict: false }), 'take').mockResolvedValue(1_234)
}

/**
 * Stops the clock of the limits at a moment when each is at its full, so that no machine is too slow to meet one. Not
 * where Redis counts.
 * @returns moves it forward
 */
export function stopLimits({ app }: TestApp): (milliseconds: number) => void {
  const clock = app.get(Clock, { strict: false })
  let now = clock.now() + DAY_MS
  clock.now = () => now
  return (milliseconds) => {
    now += milliseconds
  }
}
