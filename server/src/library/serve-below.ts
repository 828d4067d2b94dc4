import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http'
import type { OriginPolicy } from '../config/origin-policy.js'
import { leadToSockets } from './base-connections.js'

/**
 * Answers the requests below a path with a handler of its own, to which the path looks like `/api`. Everything else goes where
 * it went.
 *
 * It stands at the HTTP server, before any framework, as Socket.IO does: nothing that an application sets up for all of
 * its routes, such as prefixes, versions, guards, body parsers or headers, applies below the path.
 * @param path ends in `/api`
 * @param origins whose pages may read what long polling below the same base answers, whatever adapter the application has
 */
export function serveBelow(server: Server, path: string, handler: RequestListener, origins: OriginPolicy): void {
  const others = server.listeners('request') as RequestListener[]
  const base = path.slice(0, -'/api'.length)
  server.removeAllListeners('request')
  server.on('request', (request, response) => {
    if (isBelow(path, request)) {
      request.url = request.url?.slice(base.length) ?? '/api'
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
