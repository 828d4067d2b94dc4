import type { IncomingMessage } from 'node:http'
import { addressBlock, ClientAddresses } from './client-addresses.js'
import { Config } from './config.js'
import { parseTrustedProxies, type TrustedProxies } from './trusted-proxies.js'

type Request = Pick<IncomingMessage, 'socket' | 'headers'>

const request = (remoteAddress: string, forwarded?: string): Request => ({
  socket: { remoteAddress } as IncomingMessage['socket'],
  headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
})
const client = (trustProxy: TrustedProxies, ...from: Parameters<typeof request>) =>
  new ClientAddresses({ trustProxy } as Config).of(request(...from))

describe('The address of a client', () => {
  it.each(['127.0.0.1', '10.0.0.7', '::ffff:172.17.0.1', 'fd00::1', '203.0.113.9'])(
    'is who holds the connection, where nobody is trusted: %s',
    (peer) => {
      expect(client([], peer, '198.51.100.1')).toBe(peer.replace('::ffff:', ''))
      expect(client(0, peer, '198.51.100.1')).toBe(peer.replace('::ffff:', ''))
    },
  )

  it.each([
    ['10.0.0.7', '198.51.100.1', '198.51.100.1'],
    ['::ffff:10.0.0.7', '198.51.100.1', '198.51.100.1'],
    ['10.0.0.7', '192.0.2.66, 198.51.100.1, 10.0.0.8', '198.51.100.1'],
    ['10.0.0.7', '2001:db8::1', '2001:db8::1'],
    ['10.0.0.7', undefined, '10.0.0.7'],
    ['10.0.0.7', '', '10.0.0.7'],
    ['10.0.0.7', ' , ,', '10.0.0.7'],
    ['11.0.0.7', '198.51.100.1', '11.0.0.7'],
    ['fd00::1', '198.51.100.1', 'fd00::1'],
  ])('is what trusted proxies name, up to the first that is none of them: %s, %s', (peer, forwarded, expected) => {
    expect(client(['10.0.0.0/8'], peer, forwarded)).toBe(expected)
  })

  it('is the one that the outermost of so many proxies names', () => {
    expect(client(1, '203.0.113.9', '192.0.2.66, 198.51.100.1')).toBe('198.51.100.1')
    expect(client(2, '203.0.113.9', '192.0.2.66, 198.51.100.1')).toBe('192.0.2.66')
    expect(client(9, '203.0.113.9', '198.51.100.1')).toBe('198.51.100.1')
  })

  it('counts of IPv6 as its network, of IPv4 as it is', () => {
    expect(addressBlock('198.51.100.1')).toBe('198.51.100.1')
    expect(addressBlock('2001:db8:0:1::5')).toBe('2001:db8:0:1')
    expect(addressBlock('2001:0DB8::1:ffff:ffff:ffff:5')).toBe('2001:db8:0:1')
    expect(addressBlock('2001:db8:0:1:ffff:ffff:ffff:ffff')).toBe('2001:db8:0:1')
    expect(addressBlock('2001:db8:0:2::5')).not.toBe(addressBlock('2001:db8:0:1::5'))
    expect(addressBlock('::1')).toBe('0:0:0:0')
    expect(addressBlock('nonsense')).toBe('nonsense')
  })
})

it('A configuration of one’s own trusts nobody, and ends sessions, where it does not say', () => {
  const { trustProxy, sessionIdleDays, sessionMaxDays } = new Config({} as Config)
  expect([trustProxy, sessionIdleDays, sessionMaxDays]).toEqual([[], 14, 90])
})

describe('TRUST_PROXY', () => {
  it.each<[string, TrustedProxies | null]>([
    ['1', 1],
    ['0', 0],
    ['10.0.0.0/8, ::1', ['10.0.0.0/8', '::1']],
    ['loopback,uniquelocal', ['loopback', 'uniquelocal']],
    ['33', null],
    ['true', null],
    ['-1', null],
    ['10.0.0.0/33', null],
    ['10.0.0.0/', null],
    ['10.0.0.0/8/9', null],
    ['10.0.0', null],
    ['proxy.internal', null],
    ['10.0.0.1,', null],
    ['toString', null],
  ])('%s is read as %j', (text, expected) => {
    expect(parseTrustedProxies(text)).toEqual(expected)
  })
})
