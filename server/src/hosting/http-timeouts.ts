import type { Server } from 'node:http'

/** Milliseconds in which the headers of a request, also of a new connection's first one, must arrive. */
export const HEADERS_TIMEOUT_MS = 10_000

/** Milliseconds in which a whole request, with its body, must arrive. */
export const REQUEST_TIMEOUT_MS = 30_000

/** Milliseconds without any traffic, after which a connection is closed: longer than a long poll. WebSockets have a heartbeat. */
export const STILL_TIMEOUT_MS = 60_000

const CHECK_EVERY_MS = 2_000
const MAX_HEADERS = 100

/** Closes connections of clients that send or read too slowly. Call before the server listens. Node's defaults are minutes, and never. */
export function setTimeouts(server: Server): void {
  server.headersTimeout = HEADERS_TIMEOUT_MS
  server.requestTimeout = REQUEST_TIMEOUT_MS
  server.timeout = STILL_TIMEOUT_MS
  server.maxHeadersCount = MAX_HEADERS
  // Node reads it when the server begins to listen; its type does not have it.
  Object.assign(server, { connectionsCheckingInterval: CHECK_EVERY_MS })
}
