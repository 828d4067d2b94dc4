import { unavailable } from './request-error.js'

/** Settles as `work` does, or rejects with `unavailable` where it has not within `ms` milliseconds. It goes on all the same. */
export function withTimeout<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(unavailable()), ms)
    void work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
