import { createHash, createHmac, randomBytes } from 'node:crypto'

/** 256 bits that nobody guesses: 43 characters that stand in a URL as they are. */
export function makeToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What is kept of a token. It was random, so that it needs no salt and no slow function. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** The token that follows from another and from a salt, and from neither alone. */
export function deriveToken(token: string, salt: string): string {
  return createHmac('sha256', salt).update(token).digest('base64url')
}
