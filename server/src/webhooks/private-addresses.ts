import { BlockList, isIP } from 'node:net'

/** What is neither private nor special, of IPv6: global unicast. The rest, mapped IPv4 addresses too, is refused. */
const GLOBAL = new BlockList()
GLOBAL.addSubnet('2000::', 3, 'ipv6')

/** Not for the public, by IANA's registries of special addresses. */
const SPECIAL = new BlockList()
for (const [address, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  SPECIAL.addSubnet(address, prefix, 'ipv4')
}
for (const [address, prefix] of [
  // Teredo, benchmarking, documentation, and 6to4: these lead to IPv4 addresses, or nowhere.
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  SPECIAL.addSubnet(address, prefix, 'ipv6')
}

/** Whether an address is private, loopback, link-local, or otherwise not one of the public internet. */
export function isPrivateAddress(address: string): boolean {
  const [plain = ''] = address.split('%')
  switch (isIP(plain)) {
    case 4:
      return SPECIAL.check(plain, 'ipv4')
    case 6:
      return !GLOBAL.check(plain, 'ipv6') || SPECIAL.check(plain, 'ipv6')
    default:
      return true
  }
}

/** The same of a URL that names an address. A name is none: it is looked up at each attempt. */
export function isPrivateLiteral(url: string): boolean {
  const { hostname } = new URL(url)
  const literal = hostname.replace(/^\[(.*)\]$/, '$1')
  return isIP(literal) !== 0 && isPrivateAddress(literal)
}
