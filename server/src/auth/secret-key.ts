import { createPublicKey, createSecretKey } from 'node:crypto'

/**
 * The key of an HMAC, ready to use. From anything else the library would first try to make a public key for each token
 * that it verifies, which takes it longer than all the rest. It accepts KeyObjects; its types do not say so.
 *
 * Where the secret is a public key by mistake, it stays one, and verifies no HMAC: everybody could sign with it.
 */
export function toSecretKey(secret: Buffer): Buffer {
  return (isPublicKey(secret) ? createPublicKey(secret) : createSecretKey(secret)) as unknown as Buffer
}

function isPublicKey(secret: Buffer): boolean {
  try {
    return createPublicKey(secret).type === 'public'
  } catch {
    return false
  }
}
