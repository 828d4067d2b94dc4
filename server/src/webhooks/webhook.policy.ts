/** Seconds from each failed attempt to the next: the tenth is the last, some three days after the first. */
export const RETRY_AFTER_SECONDS = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 64_800, 79_200]
export const MAX_ATTEMPTS = RETRY_AFTER_SECONDS.length + 1

/** An endpoint that asks to be left alone for a while is left alone no longer than this, in seconds. */
export const MAX_PAUSE_SECONDS = 3_600

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

/**
 * When an attempt that has failed is repeated; null where it was the last. Exactly then: what waits for an endpoint is sent in
 * batches, so that it needs no jitter to come one after the other.
 * @param attempts so far
 * @param pausedUntil not before, see {@link pauseUntil}
 */
export function nextAttempt(attempts: number, failedAt: Date, pausedUntil: Date | null): Date | null {
  const seconds = RETRY_AFTER_SECONDS[attempts - 1]
  if (seconds === undefined) return null
  return new Date(Math.max(failedAt.getTime() + seconds * 1_000, pausedUntil?.getTime() ?? 0))
}

/** The statuses that say "not now", with which an endpoint may say when. */
const NOT_NOW: readonly (number | null)[] = [429, 503]

/** Until when an endpoint asks to be sent nothing, by its answer's `Retry-After`: seconds, or a date. */
export function pauseUntil(status: number | null, retryAfter: string | null, answeredAt: Date): Date | null {
  if (retryAfter === null || !NOT_NOW.includes(status)) return null
  const now = answeredAt.getTime()
  const asked = /^\d+$/.test(retryAfter) ? now + Number(retryAfter) * 1_000 : Date.parse(retryAfter)
  return asked > now ? new Date(Math.min(asked, now + MAX_PAUSE_SECONDS * 1_000)) : null
}
