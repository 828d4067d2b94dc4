import { RateLimiter } from '../src/rate-limits/rate-limiter.js'
import { MemoryBuckets } from '../src/rate-limits/token-buckets.js'
import type { TestApp } from './test-app.js'

const TIMERS = ['setImmediate', 'clearImmediate', 'setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] as const
const CLOCKS = ['hrtime', 'nextTick', 'performance', 'queueMicrotask'] as const

/**
 * Stops the date for whoever looks at it in this process, until `jest.useRealTimers()`. Timers go on.
 * @returns moves it forward
 */
export function stopDate(): (seconds: number) => void {
  jest.useFakeTimers({ doNotFake: [...TIMERS, ...CLOCKS] })
  return (seconds) => {
    jest.setSystemTime(Date.now() + seconds * 1_000)
  }
}

/**
 * Stops the clock of the limits, so that no machine is too slow to meet one. Not where Redis counts.
 * @returns moves it forward
 */
export function stopLimits({ app }: TestApp): (milliseconds: number) => void {
  let now = 0
  Object.assign(app.get(RateLimiter, { strict: false }), { own: new MemoryBuckets(() => now) })
  return (milliseconds) => {
    now += milliseconds
  }
}
