import { withTimeout } from '../client/core/with-timeout.js'

/** So long a tab that was asleep is still kept from doing the same again. */
const HOLD_MS = 60_000
/** For a browser to say who has a lock. */
const ANSWER_MS = 2_000

/**
 * Does the work in the first of all tabs that asks for it under this name, and for `hold` ms in no other. Browsers have
 * locks on secure origins only, and may refuse them or never answer: each tab does it then.
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
