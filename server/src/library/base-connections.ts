import type { IncomingMessage } from 'node:http'
import type { Server, Socket } from 'socket.io'

type Connection = Socket['conn']

/** Requests for Socket.IO that came below the base. */
const belowBase = new WeakSet<IncomingMessage>()

/**
 * A widget knows one address, its `server-url`: with a base in it, it looks for Socket.IO below the base, and there for the
 * default namespace. Its requests are led to the application's Socket.IO.
 * @returns whether it was one of them
 */
export function leadToSockets(base: string, request: IncomingMessage): boolean {
  if (!base || !request.url?.startsWith(`${base}/socket.io/`)) return false
  request.url = request.url.slice(base.length)
  belowBase.add(request)
  return true
}

/** Has connections that came below the base mean `namespace` where they speak of the default one, and be answered so. */
export function translateNamespace(server: Server, namespace: string): void {
  if (namespace === '/') return
  const prefix = `${namespace},`
  server.engine.on('connection', (connection: Connection) => {
    if (!belowBase.has(connection.request)) return
    const emit = connection.emit.bind(connection) as (event: string, ...args: unknown[]) => boolean
    const write = connection.write.bind(connection)
    Object.assign(connection, {
      emit: (event: string, ...args: unknown[]) =>
        event === 'data' ? emit(event, intoNamespace(args[0], prefix)) : emit(event, ...args),
      write: (data: unknown, options: object = {}, ...rest: []) =>
        // A frame that was made for all sockets of a room names the namespace.
        write(outOfNamespace(data, prefix) as string, { ...options, wsPreEncodedFrame: undefined } as object, ...rest),
    })
  })
}

/** A packet begins with its type, and how many attachments follow; the default namespace is not written. */
function intoNamespace(packet: unknown, prefix: string): unknown {
  return typeof packet === 'string' ? packet.replace(/^(\d(?:\d+-)?)(?!\/)/, `$1${prefix}`) : packet
}

function outOfNamespace(packet: unknown, prefix: string): unknown {
  const [type = ''] = (typeof packet === 'string' && /^\d(?:\d+-)?/.exec(packet)) || []
  const isPrefixed = typeof packet === 'string' && packet.startsWith(prefix, type.length)
  return isPrefixed ? type + packet.slice(type.length + prefix.length) : packet
}
