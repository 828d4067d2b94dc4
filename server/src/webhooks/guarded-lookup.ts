import type { LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { isPrivateAddress } from './private-addresses.js'

/** A name leads to an address to which nothing is sent. */
export class PrivateAddressError extends Error {
  override name = 'PrivateAddressError'
}

/** All addresses of a name. */
export type Resolve = (hostname: string) => Promise<LookupAddress[]>

/**
 * A `lookup` for connections. The addresses are checked here, where the connection that uses them is made: a name that
 * leads elsewhere the next moment is of no use to anybody.
 */
export function guardedLookup(resolve: Resolve): LookupFunction {
  return (hostname, { all }, callback) => {
    resolve(hostname)
      .then((addresses) => {
        const [first] = addresses
        if (first === undefined || addresses.some(({ address }) => isPrivateAddress(address))) {
          throw new PrivateAddressError('The name leads to a private address')
        }
        if (all) callback(null, addresses)
        else callback(null, first.address, first.family)
      })
      .catch((error: unknown) => callback(error as NodeJS.ErrnoException, ''))
  }
}
