/** A token bucket: `burst` at once, `perSecond` from then on. */
export interface RateLimit {
  readonly burst: number
  readonly perSecond: number
}

/**
 * What one account may do, counted per account and never per address, since an office shares one.
 *
 * A person, and a client that sends what it kept while offline, stay far below these; a program that floods is slowed
 * before the others feel it (a process carries thousands of messages a second).
 */
export const RATE_LIMITS = {
  send: { burst: 200, perSecond: 100 },
  read: { burst: 200, perSecond: 50 },
  typing: { burst: 60, perSecond: 20 },
  visit: { burst: 60, perSecond: 2 },
  join: { burst: 100, perSecond: 20 },
  /** Failed sign-ins to one account from one address. */
  login: { burst: 20, perSecond: 1 / 15 },
  unsubscribe: { burst: 20, perSecond: 1 / 5 },
} as const satisfies Record<string, RateLimit>

export type RateLimitName = keyof typeof RATE_LIMITS

/** One member of staff speaks to many users at once. */
export const STAFF_FACTOR = 25
