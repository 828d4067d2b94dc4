import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http'
import type { OriginPolicy } from '../config/origin-policy.js'
import { leadToSockets } from './base-connections.js'

/** What is served below one base path. */
interface Served {
  /** Empty, or such as `/support`. */
  base: string
  /** Such as `/api`, to be found below the base. */
  parts: string[]
  /** To it, what it serves looks as if there were no base. */
  handler: RequestListener
  /** Whose pages may read what long polling below the base answers, whatever adapter the application has. */
  origins: OriginPolicy
}

/**
 * Answers the requests for parts below a base path with a handler of its own. Everything else goes where it went.
 *
 * It stands at the HTTP server, before any framework, as Socket.IO does: nothing that an application sets up for all of
 * its routes, such as prefixes, versions, guards, body parsers or headers, applies there.
 */
export function serveBelow(server: Server, { base, parts, handler, origins }: Served): void {
  const others = server.listeners('request') as RequestListener[]
  server.removeAllListeners('request')
  server.on('request', (request, response) => {
    if (parts.some((part) => isBelow(base + part, request))) {
      request.url = request.url?.slice(base.length) ?? '/'
      handler(request, response)
    } else {
      if (leadToSockets(base, request)) allowOrigin(origins, request, response)
      for (const listener of others) listener.call(server, request, response)
    }
  })
  server.prependListener('upgrade', (request) => {
    leadToSockets(base, request)
  })
}

function allowOrigin(origins: OriginPolicy, { headers: { origin } }: IncomingMessage, response: ServerResponse): void {
  response.appendHeader('Vary', 'Origin')
  if (origin === undefined || !origins.allows(origin)) return
  response.setHeader('Access-Control-Allow-Origin', origin)
  response.setHeader('Access-Control-Allow-Credentials', 'true')
}

function isBelow(path: string, { url = '' }: IncomingMessage): boolean {
  return url.startsWith(path) && /^(?:[/?]|$)/.test(url.slice(path.length))
}
