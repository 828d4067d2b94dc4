import { withTimeout } from '../client/core/with-timeout.js'

/** A tab that was asleep does not repeat the work within this time. */
const HOLD_MS = 60_000
/** For the browser's answer to a request for a lock. */
const ANSWER_MS = 2_000

/**
 * Does `work` in the first tab of this origin that calls this with `name`, and in no other for `hold` milliseconds. Web
 * Locks exist on secure origins only, and may be refused or never answer: each tab does the work then.
 */
export async function onceAcrossTabs(name: string, work: () => void, hold = HOLD_MS): Promise<void> {
  const isFirst = new Promise<boolean>((resolve, reject) => {
    const holding = navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      resolve(lock !== null)
      return lock && new Promise((release) => setTimeout(release, hold))
    })
    holding.catch(reject)
  })
  if (await withTimeout(ANSWER_MS, isFirst).catch(() => true)) work()
}
