import { Emitter } from '@socket.io/component-emitter'

/**
 * Socket.IO's packets as JSON, in place of the `socket.io-parser` package, whose larger part is for binary attachments
 * that this product never sends. Same exports, same bytes on the wire; the build puts it in (see vite.config.mjs).
 */
export interface SocketPacket {
  type: number
  nsp: string
  data?: unknown
  id?: number
}

/** Version of the protocol. */
export const protocol = 5

export const PacketType = { CONNECT: 0, DISCONNECT: 1, EVENT: 2, ACK: 3, CONNECT_ERROR: 4 } as const

export class Encoder {
  encode({ type, nsp, id, data }: SocketPacket): string[] {
    const room = nsp && nsp !== '/' ? `${nsp},` : ''
    return [`${type}${room}${id ?? ''}${data === undefined ? '' : JSON.stringify(data)}`]
  }
}

/** Emits `decoded` for each packet. */
export class Decoder extends Emitter<
  Record<never, never>,
  Record<never, never>,
  { decoded: (packet: SocketPacket) => void }
> {
  /** @throws Error when it is not a packet of the protocol; the connection is closed then. */
  add(text: unknown): void {
    this.emitReserved('decoded', decode(text))
  }

  destroy(): void {
    // Nothing is ever half decoded.
  }
}

function decode(text: unknown): SocketPacket {
  const match = typeof text === 'string' && /^([0-4])(?:(\/[^,]*),?)?(\d*)([^]*)$/.exec(text)
  if (!match) throw new Error('unknown packet')
  const [, type, nsp = '/', id, json] = match
  const packet: SocketPacket = { type: Number(type), nsp }
  if (id) packet.id = Number(id)
  if (!json) return packet
  packet.data = JSON.parse(json)
  if (!isSound(packet)) throw new Error('invalid payload')
  return packet
}

function isSound({ type, data }: SocketPacket): boolean {
  switch (type) {
    case PacketType.CONNECT:
      return isObject(data)
    case PacketType.DISCONNECT:
      return false
    case PacketType.CONNECT_ERROR:
      return typeof data === 'string' || isObject(data)
    case PacketType.EVENT:
      return Array.isArray(data) && typeof data[0] === 'string'
    default:
      return Array.isArray(data)
  }
}

function isObject(data: unknown): boolean {
  return typeof data === 'object' && data !== null && !Array.isArray(data)
}
