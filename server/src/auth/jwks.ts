import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import { z } from 'zod'

/** One key of a JWKS document. */
export interface VerificationKey {
  readonly kid: string | undefined
  /** Of the tokens that it verifies. */
  readonly algorithm: 'RS256' | 'ES256'
  readonly key: KeyObject
}

const MAX_BYTES = 256 * 1024
const MAX_KEYS = 100

const document = z.object({ keys: z.array(z.unknown()).max(MAX_KEYS) })
const published = z.looseObject({
  kty: z.string(),
  kid: z.string().optional(),
  use: z.string().optional(),
  alg: z.string().optional(),
})

/**
 * Fetches the keys that verify users' tokens. Keys for other algorithms or uses are left out.
 * @throws Error where there is no JWKS document at `url`, or `signal` aborts
 */
export async function fetchJwks(url: string, signal: AbortSignal): Promise<VerificationKey[]> {
  const response = await fetch(url, { signal, headers: { accept: 'application/json' } })
  if (!response.ok) {
    await response.body?.cancel()
    throw new Error(`it answered ${response.status}`)
  }
  const { keys } = document.parse(JSON.parse(await readText(response)))
  return keys.map(toKey).filter((key) => key !== null)
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of (response.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    // Throwing inside the loop ends the download.
    if (size > MAX_BYTES) throw new Error(`it is larger than ${MAX_BYTES} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

function toKey(value: unknown): VerificationKey | null {
  const { data } = published.safeParse(value)
  if (!data || (data.use ?? 'sig') !== 'sig') return null
  try {
    const key = createPublicKey({ key: data as JsonWebKey, format: 'jwk' })
    const algorithm = algorithmOf(key)
    const fits = algorithm !== null && (data.alg ?? algorithm) === algorithm
    return fits ? { kid: data.kid, algorithm, key } : null
  } catch {
    return null
  }
}

function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): 'RS256' | 'ES256' | null {
  if (asymmetricKeyType === 'rsa') return 'RS256'
  return asymmetricKeyDetails?.namedCurve === 'prime256v1' ? 'ES256' : null
}
