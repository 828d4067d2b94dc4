import { abortable } from '../core/abortable.js'
import { toRequestError, unavailable } from '../core/request-error.js'
import { Socket, type SocketListener } from './socket.js'
import type { TransportName } from './transport.js'

export interface OpenSocketOptions {
  serverUrl: string
  /** Default `/socket.io`. */
  path?: string | undefined
  /** Of long polling. */
  credentials: RequestCredentials
  token: string
  /** In the order to try them. */
  transports: TransportName[]
  /** Milliseconds for all of them together. */
  timeout: number
  /** Ends the attempt when it aborts. */
  signal: AbortSignal
  /** Called with every event from the first one on. */
  onEvent: (event: string, payload: unknown) => void
}

/** One attempt at a socket that the server accepts. @throws RequestError: the server's refusal, or `unavailable`. */
export function openSocket({ transports, timeout, signal, ...options }: OpenSocketOptions): Promise<Socket> {
  return abortable(timeout, signal, async (attempt) => {
    for (const transport of transports) {
      const socket = await connect(transport, options, attempt)
      if (socket) return socket
    }
    throw unavailable()
  })
}

type ConnectOptions = Omit<OpenSocketOptions, 'transports' | 'timeout' | 'signal'>

/** @returns null when nothing at all came over this transport: another may get through. */
function connect(transport: TransportName, options: ConnectOptions, signal: AbortSignal): Promise<Socket | null> {
  const { serverUrl, path = '/socket.io', credentials, token, onEvent } = options
  return new Promise((resolve, reject) => {
    const listener: SocketListener = {
      connected: () => resolve(socket),
      refused(error) {
        reject(toRequestError(error))
        socket.close()
      },
      event: onEvent,
    }
    const socket = new Socket(transport, `${serverUrl}${path}/?EIO=4`, token, listener, credentials)
    socket.onEnd = () => (socket.packetsReceived > 0 || signal.aborted ? reject(unavailable()) : resolve(null))
    if (signal.aborted) socket.close()
    else signal.addEventListener('abort', socket.close)
  })
}
