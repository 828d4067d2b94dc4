import type { Socket } from 'socket.io-client'
import { isApiError, RequestError, unavailable } from './request-error.js'

export type SocketTransport = 'websocket' | 'polling'

export interface Dial {
  serverUrl: string
  path: string
  token: string
  /** In the order to try. With polling first, the socket climbs to WebSocket by itself once it is up. */
  transports: SocketTransport[]
  /** Milliseconds until the attempt is given up. */
  timeout: number
  /** Hears every event from the first one on. */
  onEvent: (event: string, payload: unknown) => void
}

/**
 * One attempt at one socket. Socket.IO's own reconnection stays off: it neither changes transports, nor comes back after
 * the server hung up, nor asks for a new token.
 * @throws RequestError: the server's refusal, or `unavailable`.
 */
export async function dial(options: Dial): Promise<Socket> {
  const { io } = await import('socket.io-client')
  const { serverUrl, path, token, transports, timeout, onEvent } = options
  return new Promise((resolve, reject) => {
    const socket = io(serverUrl, {
      path,
      auth: { token },
      transports,
      tryAllTransports: true,
      reconnection: false,
      forceNew: true,
    })
    const fail = (error: RequestError) => {
      clearTimeout(timer)
      socket.disconnect()
      reject(error)
    }
    const timer = setTimeout(() => fail(unavailable()), timeout)
    socket.onAny(onEvent)
    socket.on('connect', () => {
      clearTimeout(timer)
      resolve(socket)
    })
    socket.on('connect_error', (error: Error & { data?: unknown }) => {
      fail(isApiError(error.data) ? new RequestError(error.data) : unavailable())
    })
  })
}

export const transportOf = (socket: Socket): SocketTransport =>
  socket.io.engine.transport.name === 'websocket' ? 'websocket' : 'polling'

/**
 * One request over a socket. @throws RequestError: the server's refusal, or `unavailable` when the answer does not come
 * in time or the socket closes first.
 */
export function ask<T>(socket: Socket, event: string, payload: unknown, timeout: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const lost = () => reject(unavailable())
    socket.once('disconnect', lost)
    socket
      .timeout(timeout)
      .emit(event, payload, (late: Error | null, answer?: { ok: boolean; data: T; error: unknown }) => {
        socket.off('disconnect', lost)
        if (!late && answer?.ok) resolve(answer.data)
        else reject(!late && isApiError(answer?.error) ? new RequestError(answer.error) : unavailable())
      })
  })
}
