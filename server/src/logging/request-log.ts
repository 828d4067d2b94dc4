import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import { type Options, pinoHttp } from 'pino-http'
import type { ProxyTrust } from '../config/trusted-proxies.js'

/** An id of a proxy's that is taken over: it comes into log lines and headers as it is. */
const REQUEST_ID = /^[\w.:=+-]{1,128}$/

/** A path segment that may be a token, as in the links of e-mails. Ids are shorter: 36 characters. */
const TOKEN_SEGMENT = /[^/]{37,}/g

/** What a file is called is its sender's to say. */
const FILE_NAME = /(\/attachments\/[^/]+\/).+$/

/** What a host calls a user, which may be an e-mail address. */
const EXTERNAL_ID = /(\/api\/admin\/users\/)[^/]+/gi

/** Requests that programs repeat all day: logged only when they fail. */
const ROUTINE = /^\/(?:api\/health\/|metrics$|socket\.io\/|widget\/|admin\/)/

const options: Options = {
  serializers: {
    req: ({ id, method, url }: { id: unknown; method: string; url: string }) => ({ id, method, path: pathOf(url) }),
    res: ({ statusCode }: { statusCode: number }) => ({ status: statusCode }),
  },
  customLogLevel: (request, response, error) => {
    if (error ?? response.statusCode >= 500) return 'error'
    return ROUTINE.test(addressOf(request)) ? 'silent' : 'info'
  },
  customSuccessMessage: (request, response) => sentence(request, response),
  customErrorMessage: (request, response) => sentence(request, response),
  // Where it failed the reason has been logged; pino-http's own error adds only a stack of itself.
  customErrorObject: (_request, _response, _error, { err: _, ...line }: Record<string, unknown>) => line,
}

/**
 * Logs each answered request: id, method, path, status and duration, nothing of its content.
 *
 * The id is answered as `X-Request-Id`. It is the one that came, where a trusted proxy sent it.
 */
export function requestLog(
  logger: Logger,
  trusts: ProxyTrust,
): (request: IncomingMessage, response: ServerResponse) => void {
  const genReqId = (request: IncomingMessage, response: ServerResponse) => {
    const given = request.headers['x-request-id']
    const isTaken = typeof given === 'string' && REQUEST_ID.test(given) && trusts(request.socket.remoteAddress ?? '', 0)
    const id = isTaken ? given : randomUUID()
    response.setHeader('X-Request-Id', id)
    return id
  }
  const log = pinoHttp({ ...options, genReqId, logger })
  return (request, response) => {
    log(request, response)
  }
}

/** Without the query string, which may have searches or Socket.IO's session ids, and without names of people. */
export function pathOf(url: string): string {
  return url
    .replace(/[?#].*$/s, '')
    .replace(FILE_NAME, '$1…')
    .replace(EXTERNAL_ID, '$1:external_id')
    .replace(TOKEN_SEGMENT, '…')
}

function sentence(request: IncomingMessage, response: ServerResponse): string {
  return `${request.method} ${pathOf(addressOf(request))} ${response.statusCode}`
}

/** Express removes the mount path of a router from `url`. */
function addressOf(request: IncomingMessage & { originalUrl?: string }): string {
  return request.originalUrl ?? request.url ?? ''
}
