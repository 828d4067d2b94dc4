import { unavailable } from './request-error.js'

/** What comes of `work`, or `unavailable` where nothing has within `ms`; what comes later is not waited for any more. */
export function withTimeout<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(unavailable()), ms)
    void work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
