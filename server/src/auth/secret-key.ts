import { createHmac, createPublicKey, createSecretKey, timingSafeEqual } from 'node:crypto'
import type { SecretOrKeyProvider } from 'passport-jwt'

/**
 * The key of an HMAC, ready to use. From anything else the library would first try to make a public key for each token
 * that it verifies, which takes it longer than all the rest. It accepts KeyObjects; its types do not say so.
 *
 * Where the secret is a public key by mistake, it stays one, and verifies no HMAC: everybody could sign with it.
 */
export function toSecretKey(secret: Buffer): Buffer {
  return (isPublicKey(secret) ? createPublicKey(secret) : createSecretKey(secret)) as unknown as Buffer
}

/** What a strategy verifies HS256 with, where a token may be signed with any of these secrets. */
export function secretOptions(
  secrets: readonly Buffer[],
): { secretOrKey: Buffer } | { secretOrKeyProvider: SecretOrKeyProvider } {
  const keys = secrets.map(toSecretKey)
  const [key] = keys
  if (!key) throw new Error('There is no secret to verify with')
  if (keys.length === 1) return { secretOrKey: key }
  return {
    secretOrKeyProvider: (_request, token: string, done) => {
      const signer = secrets.findIndex((secret) => isSignedWith(secret, token))
      done(null, keys[signer] ?? key)
    },
  }
}

/** The library verifies the token afterwards, its algorithm too: this only finds out with which secret. */
function isSignedWith(secret: Buffer, token: string): boolean {
  const end = token.lastIndexOf('.')
  const signature = Buffer.from(token.slice(end + 1), 'base64url')
  const expected = createHmac('sha256', secret).update(token.slice(0, end)).digest()
  return signature.length === expected.length && timingSafeEqual(signature, expected)
}

function isPublicKey(secret: Buffer): boolean {
  try {
    return createPublicKey(secret).type === 'public'
  } catch {
    return false
  }
}
