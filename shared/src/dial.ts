import type { Socket } from 'socket.io-client'
import { refusal } from './request-error.js'

export type SocketTransport = 'websocket' | 'polling'

/**
 * One attempt at one socket, given up after `timeout`. Socket.IO's own reconnection stays off: it neither changes
 * transports, nor comes back after the server hung up, nor asks for a new token.
 * @param transports in the order to try. With polling first, the socket climbs to WebSocket by itself once it is up.
 * @param signal ends the attempt when it aborts.
 * @param onEvent hears every event from the first one on.
 * @throws RequestError: the server's refusal, or `unavailable`.
 */
export async function dial(
  serverUrl: string,
  path: string | undefined,
  token: string,
  transports: SocketTransport[],
  timeout: number,
  signal: AbortSignal,
  onEvent: (event: string, payload: unknown) => void,
): Promise<Socket> {
  const { io } = await import('socket.io-client')
  if (signal.aborted) throw refusal()
  return new Promise((resolve, reject) => {
    const socket = io(serverUrl, {
      path: path ?? '/socket.io',
      auth: { token },
      transports,
      tryAllTransports: true,
      reconnection: false,
      forceNew: true,
    })
    const settle = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', giveUp)
    }
    const fail = (error?: Error & { data?: unknown }) => {
      settle()
      socket.disconnect()
      reject(refusal(error?.data))
    }
    const giveUp = () => fail()
    const timer = setTimeout(giveUp, timeout)
    signal.addEventListener('abort', giveUp)
    socket.onAny(onEvent)
    socket.on('connect_error', fail)
    // Also when the line breaks between opening and being let in.
    socket.once('disconnect', giveUp)
    socket.on('connect', () => {
      settle()
      resolve(socket)
    })
  })
}

export const transportOf = (socket: Socket): SocketTransport => socket.io.engine.transport.name as SocketTransport

/**
 * One request over a socket. @throws RequestError: the server's refusal, or `unavailable` when the answer does not come
 * in time or the socket closes first.
 */
export function ask<T>(socket: Socket, event: string, payload: unknown, timeout: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const lost = () => reject(refusal())
    socket.once('disconnect', lost)
    socket
      .timeout(timeout)
      .emit(event, payload, (_late: unknown, answer?: { ok: boolean; data: T; error: unknown }) => {
        socket.off('disconnect', lost)
        if (answer?.ok) resolve(answer.data)
        else reject(refusal(answer?.error))
      })
  })
}
