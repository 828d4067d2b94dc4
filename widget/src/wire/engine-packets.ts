/**
 * Engine.IO's packets as text, in place of the `engine.io-parser` package, whose larger part is for binary data that this
 * product never sends. Same exports, same bytes on the wire; the build puts it in (see vite.config.mjs).
 */
export interface EnginePacket {
  type: string
  data?: string
}

/** Version of the protocol. */
export const protocol = 4

/** In the order of their numbers. */
const TYPES = ['open', 'close', 'ping', 'pong', 'message', 'upgrade', 'noop']
/** Between the packets of one HTTP body. */
const SEPARATOR = '\x1e'

export function encodePacket({ type, data = '' }: EnginePacket, _binary: boolean, done: (text: string) => void): void {
  done(TYPES.indexOf(type) + data)
}

export function encodePayload(packets: EnginePacket[], done: (text: string) => void): void {
  done(packets.map(({ type, data = '' }) => TYPES.indexOf(type) + data).join(SEPARATOR))
}

/** What is not a packet comes out as one of type `error`, which closes the connection. */
export function decodePacket(text: unknown): EnginePacket {
  const type = typeof text === 'string' ? TYPES[Number(text.charAt(0) || NaN)] : undefined
  if (type === undefined) return { type: 'error', data: 'parser error' }
  const data = (text as string).slice(1)
  return data ? { type, data } : { type }
}

export function decodePayload(text: string): EnginePacket[] {
  const packets = text.split(SEPARATOR).map(decodePacket)
  const broken = packets.findIndex(({ type }) => type === 'error')
  return broken < 0 ? packets : packets.slice(0, broken + 1)
}
