import type { IncomingMessage, Server } from 'node:http'

/** Milliseconds in which the headers of a request, also of a new connection's first one, must arrive. */
export const HEADERS_TIMEOUT_MS = 10_000

/** Milliseconds in which a whole request, with its body, must arrive. */
export const BODY_TIMEOUT_MS = 30_000

/** The same of an upload: 25 MB by a slow connection. */
export const REQUEST_TIMEOUT_MS = 600_000

/** Milliseconds without any traffic, after which a connection is closed: longer than a long poll. WebSockets have a heartbeat. */
export const STILL_TIMEOUT_MS = 60_000

const CHECK_EVERY_MS = 2_000
const MAX_HEADERS = 100
const UPLOAD = /\/attachments(?:\?|$)/

/** Closes connections of clients that send or read too slowly. Call before the server listens. Node's defaults are minutes, and never. */
export function setTimeouts(server: Server, bodyMs = BODY_TIMEOUT_MS): void {
  server.headersTimeout = HEADERS_TIMEOUT_MS
  server.requestTimeout = REQUEST_TIMEOUT_MS
  server.timeout = STILL_TIMEOUT_MS
  server.maxHeadersCount = MAX_HEADERS
  // Node reads it when the server begins to listen; its type does not have it.
  Object.assign(server, { connectionsCheckingInterval: CHECK_EVERY_MS })
  server.prependListener('request', (request: IncomingMessage) => limitBody(request, bodyMs))
}

function limitBody(request: IncomingMessage, ms: number): void {
  const { headers, method, url = '' } = request
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
  if (!hasBody || (method === 'POST' && UPLOAD.test(url))) return
  const timer = setTimeout(() => {
    // As Node itself says it.
    if (!request.complete) request.socket.end('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n')
  }, ms).unref()
  request.once('close', () => clearTimeout(timer))
}
