import { isUtf8 } from 'node:buffer'
import { AppError } from '../common/errors/app-error.js'

/** Longest token that is looked at, in characters; the headers of a request hold no more. */
export const MAX_TOKEN_LENGTH = 16_384

/**
 * Refuses what no library has to be asked about: tokens whose header or payload is no JSON object, or whose payload is no
 * UTF-8, since different bytes that cannot be read would be read as the same name.
 * @returns the header, whose signature nobody has looked at
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
