/** A token bucket: `burst` at once, `perSecond` from then on. */
export interface RateLimit {
  readonly burst: number
  readonly perSecond: number
}

/**
 * What one account may do, counted per account and never per address, since an office shares one.
 *
 * A person stays far below these, and so does a client that sends what it kept while offline; a program that floods is
 * slowed before others notice (a process carries thousands of messages a second).
 */
export const RATE_LIMITS = {
  send: { burst: 200, perSecond: 100 },
  read: { burst: 200, perSecond: 50 },
  typing: { burst: 60, perSecond: 20 },
  visit: { burst: 60, perSecond: 2 },
  join: { burst: 100, perSecond: 20 },
  /** Failed sign-ins, and failed refreshes of a session, from one address. */
  signIn: { burst: 30, perSecond: 1 },
  /** Failed sign-ins to one account from one address; wrong current passwords of one account. */
  login: { burst: 25, perSecond: 1 / 10 },
  /** Failed sign-ins to one account from everywhere but known devices: some 1,500 guesses a day. */
  loginAccount: { burst: 50, perSecond: 1 / 60 },
  /** Failed sign-ins to one account from one device that has signed in to it before. */
  loginDevice: { burst: 20, perSecond: 1 / 60 },
  /** Wrong codes of a second factor, for one account from one address. Who tries them has the password. */
  code: { burst: 10, perSecond: 1 / 60 },
  /** Wrong codes for one account from everywhere but known devices: some 170 guesses a day of a million. */
  codeAccount: { burst: 20, perSecond: 1 / 600 },
  /** Wrong codes for one account from one device that has signed in to it before. */
  codeDevice: { burst: 10, perSecond: 1 / 600 },
  /** Steps of single sign-on from one address, which an office shares; logouts that the identity provider tells of. */
  singleSignOn: { burst: 300, perSecond: 5 },
  /** Wrong invitation links from one address. */
  invitation: { burst: 20, perSecond: 1 / 15 },
  /** Refreshes of one staff session. */
  renew: { burst: 60, perSecond: 1 },
  /** Invitations by one member of staff, and to one address: each sends an e-mail that nobody has asked for. */
  invite: { burst: 50, perSecond: 1 / 60 },
  inviteTo: { burst: 5, perSecond: 1 / 600 },
  /** Tokens that a member of staff has looked at. */
  checkToken: { burst: 30, perSecond: 1 / 2 },
  /** Links for a new password to one address. */
  resetTo: { burst: 5, perSecond: 1 / 600 },
  /** New tokens for a connected socket; one is valid for minutes at least. */
  refresh: { burst: 30, perSecond: 1 },
  /** Events that are not this product's: of an embedding application, or unknown. */
  event: { burst: 100, perSecond: 20 },
  /** New sockets. After a deploy all tabs of a person reconnect at once. */
  connect: { burst: 100, perSecond: 2 },
  /** Reading over REST: a tab without a socket asks twice each 5 s. */
  view: { burst: 200, perSecond: 50 },
  /** All other changes over REST. */
  change: { burst: 100, perSecond: 20 },
  /** All requests of one API key. */
  apiKey: { burst: 100, perSecond: 100 },
  /** Sockets with a bad token from one address; further ones are answered with a delay. */
  handshake: { burst: 100, perSecond: 5 },
  /** Pictures of staff for one address: browsers keep each for ever. */
  avatar: { burst: 500, perSecond: 50 },
  /** Uploads: as many at once as a few messages may have, and each is looked at in its account's turn. */
  upload: { burst: 60, perSecond: 1 },
  /** Files that are read, for one address: browsers keep each for a day. */
  attachment: { burst: 500, perSecond: 50 },
  unsubscribe: { burst: 20, perSecond: 1 / 5 },
} as const satisfies Record<string, RateLimit>

export type RateLimitName = keyof typeof RATE_LIMITS

/** One member of staff speaks to many users at once. */
export const STAFF_FACTOR = 25

/** Requests of one account that run at a time. As many wait as its bucket for reading lets through at once. */
export const ACCOUNT_CONCURRENCY = {
  user: { maxRunning: 1, maxQueued: RATE_LIMITS.view.burst, maxWaitMs: 30_000, cooldown: true },
  admin: { maxRunning: 4, maxQueued: RATE_LIMITS.view.burst * STAFF_FACTOR, maxWaitMs: 30_000, cooldown: false },
} as const

/**
 * Sockets that are let in at a time. After a deploy all clients come back at once: those who are known share a lookup, but
 * if all others asked the database at that moment, requests would fail that wait too long for a connection, theirs and
 * everybody else's.
 */
export const HANDSHAKE_CONCURRENCY = { maxRunning: 64, maxQueued: 5_000, maxWaitMs: 30_000 } as const

/** Sockets of one account on one process. */
export const MAX_SOCKETS = { user: 100, admin: 1_000 } as const
