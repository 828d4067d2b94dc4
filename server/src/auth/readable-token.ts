import { isUtf8 } from 'node:buffer'
import { AppError } from '../common/errors/app-error.js'

/** The longest token that is verified, in characters: about what the headers of a request can hold. */
export const MAX_TOKEN_LENGTH = 16_384

/**
 * Refuses tokens whose header or payload is not a JSON object in UTF-8, before a library verifies them. Libraries replace
 * bytes that are not UTF-8, so that different names would become the same one.
 * @returns the header; its signature is not verified
 * @throws AppError `unauthenticated`
 */
export function assertReadable(token: string): Record<string, unknown> {
  if (token.length > MAX_TOKEN_LENGTH) throw new AppError('unauthenticated', 'The token is too long')
  const [header, payload, , ...rest] = token.split('.')
  const read = header && parseObject(header)
  if (!read || !payload || rest.length > 0 || !parseObject(payload)) {
    throw new AppError('unauthenticated', 'The token is not valid')
  }
  return read
}

/** What a token claims, of which nothing is verified; null where it is not readable. */
export function readClaims(token: string): Record<string, unknown> | null {
  const payload = token.length > MAX_TOKEN_LENGTH ? undefined : token.split('.')[1]
  return payload ? parseObject(payload) : null
}

function parseObject(part: string): Record<string, unknown> | null {
  const bytes = Buffer.from(part, 'base64url')
  if (!isUtf8(bytes)) return null
  try {
    const value: unknown = JSON.parse(bytes.toString())
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}
