/** Seconds from each failed attempt to the next: the tenth is the last, some three days after the first. */
export const RETRY_AFTER_SECONDS = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 64_800, 79_200]
export const MAX_ATTEMPTS = RETRY_AFTER_SECONDS.length + 1

/** Days without any success after which an endpoint is disabled. */
export const FAILING_DAYS = 5

/** For a whole attempt, in milliseconds: name, connection, TLS and answer. */
export const ATTEMPT_MS = 15_000

/** Attempts for which an endpoint is claimed at a time, and how many of these may be repetitions while new events wait. */
export const BATCH = 24
export const MAX_REPEATS = 12
/** Attempts of a batch that come one after the other: one that is small goes out in the order of the feed. */
const IN_TURN = 3
/** Requests to one endpoint at the same time. */
export const CONCURRENCY = BATCH / IN_TURN

/** For a batch of so many attempts: what is behind goes faster, and what is not takes little from those who send. */
export function concurrencyFor(attempts: number): number {
  return Math.ceil(attempts / IN_TURN)
}

/** A claim of a process that has died ends after so long; longer than a batch can take. */
export const LEASE_MS = 60_000

/** For which a secret signs beside the one that replaced it. */
export const ROTATION_MS = 24 * 3_600_000

/** When an attempt that has failed is repeated; null where it was the last. @param attempts so far */
export function nextAttempt(attempts: number, failedAt: Date): Date | null {
  const seconds = RETRY_AFTER_SECONDS[attempts - 1]
  return seconds === undefined ? null : new Date(failedAt.getTime() + seconds * 1_000)
}
