import { attempt } from '../core/attempt.js'
import type { Transport, TransportListener } from './transport.js'

export function openWebSocket(url: string, listener: TransportListener): Transport {
  // Undefined where there is none, or the page may not open one.
  const socket = attempt(() => new WebSocket(`${url.replace(/^http/, 'ws')}&transport=websocket`))
  if (!socket) {
    queueMicrotask(() => listener.end())
    return { send: () => undefined, close: () => undefined }
  }
  socket.onmessage = ({ data }) => listener.packet(String(data))
  // Follows on every error.
  socket.onclose = () => listener.end()
  return {
    send: (packet) => socket.send(packet),
    close() {
      socket.onmessage = socket.onclose = null
      socket.close()
    },
  }
}
