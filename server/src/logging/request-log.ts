import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import { type Options, pinoHttp } from 'pino-http'

/** A segment as long as a token: the links in e-mails carry theirs in the path. An id (36) is shorter. */
const TOKEN_SEGMENT = /[^/]{37,}/g

/** Asked for all day long by machines: worth a line only when it goes wrong. */
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
  // Whoever failed has said why; a stack of the log's own says nothing.
  customErrorObject: (_request, _response, _error, { err: _, ...line }: Record<string, unknown>) => line,
}

/** Logs each request when it is answered: method, path, status and time, and nothing that anyone sent. */
export function requestLog(logger: Logger): (request: IncomingMessage, response: ServerResponse) => void {
  const log = pinoHttp({ ...options, logger })
  return (request, response) => {
    log(request, response)
  }
}

/** The path alone: query strings hold searches and, in Socket.IO's, session ids. */
export function pathOf(url: string): string {
  return url.replace(/[?#].*$/s, '').replace(TOKEN_SEGMENT, '…')
}

function sentence(request: IncomingMessage, response: ServerResponse): string {
  return `${request.method} ${pathOf(addressOf(request))} ${response.statusCode}`
}

/** Express takes what a router is mounted at off `url`. */
function addressOf(request: IncomingMessage & { originalUrl?: string }): string {
  return request.originalUrl ?? request.url ?? ''
}
