/** A packet from the server, parsed. */
export type Packet =
  | { type: 'open'; silenceLimit: number }
  | { type: 'ping'; pong: string }
  | { type: 'connected' }
  | { type: 'refused'; error: unknown }
  | { type: 'event'; event: string; payload: unknown }
  | { type: 'answer'; id: number; answer: unknown }
  | { type: 'nothing' }

/**
 * Reads one packet in the part of the protocol that this product speaks: text, the default namespace, and
 * acknowledgements that only the client asks for.
 * See https://socket.io/docs/v4/engine-io-protocol/ and https://socket.io/docs/v4/socket-io-protocol/.
 * @returns null when it ends the connection, as does what is not of the protocol.
 */
export function readPacket(text: string): Packet | null {
  const rest = text.slice(1)
  try {
    switch (text[0]) {
      case '0': {
        const { pingInterval, pingTimeout } = JSON.parse(rest) as { pingInterval: number; pingTimeout: number }
        return { type: 'open', silenceLimit: pingInterval + pingTimeout }
      }
      case '2':
        return { type: 'ping', pong: `3${rest}` }
      case '4':
        return readMessage(rest)
      case '6':
        return { type: 'nothing' }
      default:
        return null
    }
  } catch {
    return null
  }
}

function readMessage(text: string): Packet | null {
  const [, type, id, json] = /^(\d)(\d*)([^]*)$/.exec(text) ?? []
  const data: unknown = json ? JSON.parse(json) : null
  if (type === '0') return { type: 'connected' }
  if (type === '4') return { type: 'refused', error: (data as { data?: unknown } | null)?.data }
  if (!Array.isArray(data)) return null
  if (type === '2') return { type: 'event', event: String(data[0]), payload: data[1] }
  return type === '3' ? { type: 'answer', id: Number(id), answer: data[0] } : null
}

/** Asks for the connection; the server answers `connected` or `refused`. */
export const connectPacket = (token: string): string => `40${JSON.stringify({ token })}`

/** @param id names the acknowledgement */
export const eventPacket = (id: number, event: string, payload: unknown): string =>
  `42${id}${JSON.stringify([event, payload])}`
