import * as engineReference from 'engine.io-parser'
import * as socketReference from 'socket.io-parser'
import * as engine from './engine-packets.js'
import * as socket from './socket-packets.js'

const referenceEncoder = new socketReference.Encoder()

function decodedBy(
  decoder: { on(event: 'decoded', listener: (packet: unknown) => void): unknown; add(text: string): void },
  text: string,
) {
  const packets: unknown[] = []
  decoder.on('decoded', (packet) => packets.push(packet))
  decoder.add(text)
  return packets
}

describe('Socket.IO packets', () => {
  const packets = [
    { type: 0, nsp: '/', data: { token: 'a.b.c' } },
    { type: 0, nsp: '/' },
    { type: 1, nsp: '/' },
    { type: 2, nsp: '/', data: ['send_message', { content: '1,2 {"a":"\u2028 👍"}' }], id: 0 },
    { type: 2, nsp: '/', data: ['head', { last_sequence: 12 }] },
    { type: 2, nsp: '/staff', data: ['typing', {}], id: 12 },
    { type: 3, nsp: '/', data: [{ ok: true }], id: 12 },
    { type: 4, nsp: '/', data: { message: 'no', data: { code: 'unauthenticated' } } },
  ]

  test.each(packets)('%j is written as the library writes it', (packet) => {
    expect(new socket.Encoder().encode(packet)).toEqual(referenceEncoder.encode(packet))
  })

  test.each(packets)('%j is read as the library reads it', (packet) => {
    const [text] = referenceEncoder.encode(packet) as [string]
    expect(decodedBy(new socket.Decoder(), text)).toEqual(decodedBy(new socketReference.Decoder(), text))
  })

  test.each(['x', '9', '51-["a"]', '2', '2{"a":1}', '2[1', '1["a"]', '0[]', '3{"a":1}'])(
    '%j is refused where the library refuses it',
    (text) => {
      const read = (decoder: socket.Decoder | socketReference.Decoder) => {
        try {
          return decodedBy(decoder as socket.Decoder, text)
        } catch {
          return 'refused'
        }
      }
      const expected = text === '51-["a"]' ? 'refused' : read(new socketReference.Decoder())
      expect(read(new socket.Decoder())).toEqual(expected)
    },
  )
})

describe('Engine.IO packets', () => {
  const packets = [
    { type: 'message' as const, data: '2["a",{}]' },
    { type: 'ping' as const },
    { type: 'pong' as const, data: 'probe' },
    { type: 'close' as const },
  ]

  test.each(packets)('%j is written and read as the library does', (packet) => {
    const [own, theirs] = [jest.fn(), jest.fn()]
    engine.encodePacket(packet, true, own)
    engineReference.encodePacket(packet, true, theirs)
    expect(own.mock.calls).toEqual(theirs.mock.calls)
    expect(engine.decodePacket(own.mock.calls[0][0])).toEqual(
      engineReference.decodePacket(theirs.mock.calls[0][0], 'blob'),
    )
  })

  test('several packets travel in one body', () => {
    const [own, theirs] = [jest.fn(), jest.fn()]
    engine.encodePayload(packets, own)
    engineReference.encodePayload(packets, theirs)
    expect(own.mock.calls).toEqual(theirs.mock.calls)
    expect(engine.decodePayload(own.mock.calls[0][0])).toEqual(packets)
  })

  test.each(['', 'x', '9', new ArrayBuffer(1)])('%p closes the connection', (text) => {
    expect(engine.decodePacket(text).type).toBe('error')
  })
})
