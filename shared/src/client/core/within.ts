import { refusal } from './request-error.js'

/** What comes of `work`, or `unavailable` where nothing has within `ms`; what comes later is not waited for any more. */
export function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(refusal()), ms)
    void work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
