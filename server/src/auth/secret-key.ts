import { createSecretKey } from 'node:crypto'

/**
 * The key of an HMAC, ready to use. From anything else the library would first try to make a public key for each token
 * that it verifies, which takes it longer than all the rest. It accepts KeyObjects; its types do not say so.
 */
export function toSecretKey(secret: Buffer): Buffer {
  return createSecretKey(secret) as unknown as Buffer
}
