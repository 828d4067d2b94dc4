import type { IncomingMessage } from 'node:http'
import { isIPv6 } from 'node:net'
import { Injectable, Logger } from '@nestjs/common'
import { Config } from './config.js'
import { plainAddress, type ProxyTrust, proxyTrust } from './trusted-proxies.js'

const FORWARDED = ['x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host'] as const

/** Finds the client's address of a request or a socket handshake; only proxies of `TRUST_PROXY` are believed. */
@Injectable()
export class ClientAddresses {
  /** Which proxies are trusted, in the form of Express's `trust proxy`. */
  readonly trusts: ProxyTrust
  private readonly logger = new Logger('Proxies')
  private warned = false

  constructor(config: Config) {
    this.trusts = proxyTrust(config.trustProxy)
  }

  /** The first address, counted from this server, that is not a trusted proxy's. */
  of({ socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>): string {
    const named = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',').reverse()
    let client = socket.remoteAddress ?? ''
    for (let hop = 0; hop < named.length && this.trusts(client, hop); hop++) {
      const next = named[hop]?.trim()
      if (!next) break
      client = next
    }
    return plainAddress(client)
  }

  /** Warns once that the headers of an untrusted proxy are ignored: all of its clients then share one address. */
  warnOfUntrusted({ socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>): void {
    const peer = socket.remoteAddress
    if (this.warned || peer === undefined || this.trusts(peer, 0)) return
    const ignored = FORWARDED.find((name) => headers[name] !== undefined)
    if (ignored === undefined) return
    this.warned = true
    this.logger.warn(
      `Ignored ${ignored} from ${plainAddress(peer)}, which TRUST_PROXY does not name: ` +
        'all its clients count as one. Set TRUST_PROXY to the address of your proxy, if it is that.',
    )
  }
}

/** What limits count by: an IPv4 address, or an IPv6 network, in which one client can use any number of addresses. */
export function addressBlock(address: string): string {
  if (!isIPv6(address)) return address
  const [head = '', tail] = address.replace(/%.*$/, '').split('::')
  const groups = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? 0 : tail.split(':').length
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups.length - after)
  const all = [...groups, ...Array<string>(zeros).fill('0'), ...(tail ? tail.split(':') : [])]
  return all
    .slice(0, 4)
    .map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''))
    .join(':')
}
