import { BlockList, isIP } from 'node:net'

/** The proxies whose `X-Forwarded-*` is believed: their number, counted from this server, or their addresses and ranges. */
export type TrustedProxies = number | readonly string[]

/** @param hop 0 for the peer of the connection, 1 for the address that it names, and so on */
export type ProxyTrust = (address: string, hop: number) => boolean

const MOST_HOPS = 32

/** The names of ranges that Express has too. */
const RANGES: Record<string, readonly string[]> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
}

/** Reads `10.0.0.0/8, 192.0.2.7`, `loopback` or `1`. @returns null where it is none of these */
export function parseTrustedProxies(text: string): TrustedProxies | null {
  if (/^\d+$/.test(text)) return Number(text) <= MOST_HOPS ? Number(text) : null
  const ranges = text.split(',').map((range) => range.trim())
  return ranges.every((range) => Object.hasOwn(RANGES, range) || parseRange(range) !== null) ? ranges : null
}

export function proxyTrust(proxies: TrustedProxies): ProxyTrust {
  if (typeof proxies === 'number') return (_, hop) => hop < proxies
  const list = new BlockList()
  for (const range of proxies.flatMap((name) => RANGES[name] ?? name)) {
    const parsed = parseRange(range)
    if (parsed) list.addSubnet(parsed.address, parsed.bits, parsed.family)
  }
  return (address) => {
    const plain = plainAddress(address)
    const version = isIP(plain)
    return version !== 0 && list.check(plain, version === 6 ? 'ipv6' : 'ipv4')
  }
}

/** An IPv4 address without the prefix that it has on a socket for IPv4 and IPv6. */
export function plainAddress(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  return mapped ?? address
}

function parseRange(range: string): { address: string; bits: number; family: 'ipv4' | 'ipv6' } | null {
  const [address = '', bits, ...rest] = range.split('/')
  const version = isIP(address)
  if (version === 0 || address.includes('%') || rest.length > 0) return null
  const most = version === 6 ? 128 : 32
  if (bits !== undefined && (!/^\d{1,3}$/.test(bits) || Number(bits) > most)) return null
  return { address, bits: Number(bits ?? most), family: version === 6 ? 'ipv6' : 'ipv4' }
}
