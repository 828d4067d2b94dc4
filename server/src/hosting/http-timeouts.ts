import type { Server } from 'node:http'

/** Milliseconds after which the headers of a request must be there, also the first ones of a new connection. */
export const HEADERS_TIMEOUT_MS = 10_000

/** Milliseconds after which the whole request must be there, its body too. */
export const REQUEST_TIMEOUT_MS = 30_000

/** Milliseconds in which nothing at all moves on a connection, longer than a long poll takes; WebSockets have a heartbeat. */
export const STILL_TIMEOUT_MS = 60_000

const CHECK_EVERY_MS = 2_000
const MAX_HEADERS = 100

/** Hangs up on whoever sends or takes slowly, before the server listens. Node's own defaults are five minutes, and never. */
export function setTimeouts(server: Server): void {
  server.headersTimeout = HEADERS_TIMEOUT_MS
  server.requestTimeout = REQUEST_TIMEOUT_MS
  server.timeout = STILL_TIMEOUT_MS
  server.maxHeadersCount = MAX_HEADERS
  // Read when the server begins to listen, and missing from its type.
  Object.assign(server, { connectionsCheckingInterval: CHECK_EVERY_MS })
}
