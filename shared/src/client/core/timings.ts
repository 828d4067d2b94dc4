import { POLL_INTERVAL_SECONDS } from '../../contract/limits.js'

/** How long the client waits for what, in milliseconds. The defaults are the product's; tests shorten them. */
export interface Timings {
  /** For the answer to one request, over socket or REST. */
  requestTimeout: number
  /** For one call of the page's `getToken`. */
  token: number
  /** How old the last token may be when a message is sent or the page is shown again; an older one is asked for anew. */
  tokenAge: number
  /** For the first attempt at a socket. Short: where WebSocket is swallowed silently, long polling comes next. */
  firstConnect: number
  /** For every later attempt. */
  connect: number
  /** The first wait after a failure lies between 0 and this; it doubles with each further failure. */
  backoff: number
  /** No wait after a network failure is longer. */
  backoffMax: number
  /** A socket that lived this long ends a row of failures. */
  stableAfter: number
  /** On long polling: until a WebSocket is tried again. */
  upgradeInterval: number
  /** Between two polls over REST. */
  poll: number
  /** For messages that arrive out of order, before the gap is fetched. */
  gap: number
  /** Between reading or receiving a message and reporting it; what follows in this time goes along. */
  read: number
  /** For the tab in which a message was written to send it; then this one does. */
  orphanDelay: number
  /** Between two checks that the leading tab is still there. */
  leaderCheck: number
  /** Between two notices that this side is typing. */
  typing: number
  /** After the other side's last notice of typing, until it counts as over. */
  typingExpiry: number
}

export const TIMINGS: Timings = {
  requestTimeout: 10_000,
  token: 15_000,
  tokenAge: 60_000,
  firstConnect: 5_000,
  connect: 10_000,
  backoff: 1_000,
  backoffMax: 30_000,
  stableAfter: 10_000,
  upgradeInterval: 60_000,
  poll: POLL_INTERVAL_SECONDS * 1_000,
  gap: 100,
  read: 200,
  orphanDelay: 3_000,
  leaderCheck: 5_000,
  typing: 3_000,
  typingExpiry: 5_000,
}

/** Full jitter: a thousand clients that lost the same server come back spread out. `failures` counts from 0. */
export const backoff = (timings: Timings, failures: number): number =>
  Math.random() * Math.min(timings.backoffMax, timings.backoff * 2 ** failures)
