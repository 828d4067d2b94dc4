import { hkdfSync } from 'node:crypto'
import type { Config } from './config.js'
import { secretsOf } from './secret-rotation.js'

/** Keys for one purpose, one of each secret of `STAFF_JWT_SECRET`: the first signs, all verify. */
export function staffKeys({ staffJwtSecret }: Config, purpose: string): [Buffer, ...Buffer[]] {
  const [first, ...others] = secretsOf(staffJwtSecret)
  const toKey = (secret: string) => Buffer.from(hkdfSync('sha256', secret, '', purpose, 32))
  return [toKey(first), ...others.map(toKey)]
}
