import { randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import { hashToken } from './secret-token.js'

/** What every app knows: SHA-1, six digits, each 30 seconds. */
const STEP_SECONDS = 30
/** How many steps the clock of a phone may be ahead or behind. */
const WINDOW = 1

const RECOVERY_CODES = 10
/** 120 bits: as hard to guess from its digest as from nothing, so that a quick one will do. */
const RECOVERY_CODE_BYTES = 15

export function makeTotpSecret(): string {
  return new Secret({ size: 20 }).base32
}

/** For an app to read. */
export function otpauthUrl(secret: string, issuer: string, email: string): string {
  return totpOf(secret, issuer, email).toString()
}

/** The step that a code is for; null where it is for none of now, or was typed wrong. */
export function findStep(secret: string, code: string, now: Date): number | null {
  const token = code.replace(/\s/g, '')
  if (!/^\d{6}$/.test(token)) return null
  const timestamp = now.getTime()
  const delta = totpOf(secret).validate({ token, timestamp, window: WINDOW })
  return delta === null ? null : Math.floor(timestamp / 1000 / STEP_SECONDS) + delta
}

/** Small letters and digits, in groups: `abcdef-234567-…`. */
export function makeRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const code = new Secret({ buffer: new Uint8Array(randomBytes(RECOVERY_CODE_BYTES)).buffer }).base32.toLowerCase()
    return code.match(/.{6}/g)?.join('-') ?? code
  })
}

/** What is kept of a recovery code, however it is typed. */
export function hashRecoveryCode(code: string): string {
  return hashToken(code.replace(/[^a-z2-7]/gi, '').toLowerCase())
}

function totpOf(secret: string, issuer = '', label = ''): TOTP {
  return new TOTP({ secret: Secret.fromBase32(secret), issuer, label, period: STEP_SECONDS })
}
