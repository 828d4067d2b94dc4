import { connectPacket, eventPacket, readPacket } from './packet.js'

describe('a packet', () => {
  test.each([['0{"sid":"a","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000,"maxPayload":65536}']])(
    '%j opens the connection, and says how long silence may last',
    (text) => {
      expect(readPacket(text)).toEqual({ type: 'open', silenceLimit: 45_000 })
    },
  )

  test.each([
    ['2', { type: 'ping', pong: '3' }],
    ['2probe', { type: 'ping', pong: '3probe' }],
    ['6', { type: 'nothing' }],
    ['40{"sid":"b"}', { type: 'connected' }],
    ['44{"message":"no","data":{"code":"forbidden"}}', { type: 'refused', error: { code: 'forbidden' } }],
    ['44', { type: 'refused', error: undefined }],
    ['42["head",{"last_sequence":12}]', { type: 'event', event: 'head', payload: { last_sequence: 12 } }],
    ['427["head",1]', { type: 'event', event: 'head', payload: 1 }],
    ['42["said","1\\n2 {\u2028} 👍"]', { type: 'event', event: 'said', payload: '1\n2 {\u2028} 👍' }],
    ['4312[{"ok":true}]', { type: 'answer', id: 12, answer: { ok: true } }],
  ])('%j is read', (text, packet) => {
    expect(readPacket(text)).toEqual(packet)
  })

  test.each([
    '',
    '1',
    '5',
    '9',
    'x',
    '0',
    '0{',
    '4',
    '41',
    '42',
    '42{"a":1}',
    '42[1',
    '43',
    '43{"a":1}',
    '45-["a"]',
    'b4',
  ])('%j ends the connection', (text) => {
    expect(readPacket(text)).toBeNull()
  })

  test('of ours is what the protocol says', () => {
    expect(connectPacket('a.b')).toBe('40{"token":"a.b"}')
    expect(eventPacket(3, 'typing', { is_typing: true })).toBe('423["typing",{"is_typing":true}]')
  })
})
