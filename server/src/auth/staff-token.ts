import jwt from 'jsonwebtoken'
import { z } from 'zod'
import type { Config } from '../config/config.js'
import { staffKeys } from '../config/staff-keys.js'
import { AppError } from '../common/errors/app-error.js'
import { readClaims } from './readable-token.js'
import type { User } from '../users/user.entity.js'

export const STAFF_TOKEN_ISSUER = 'support-chat'
export const STAFF_TOKEN_AUDIENCE = 'support-chat:staff'

/** How long an access token of staff is valid, in seconds. */
export const STAFF_TOKEN_SECONDS = 15 * 60

const staffClaims = z.object({ sub: z.uuid(), exp: z.number(), sid: z.uuid(), ver: z.number().int() })

/** `sid` is the session, `ver` the account's session version when the token was issued. */
export type StaffClaims = z.output<typeof staffClaims>

/**
 * The keys of staff tokens, the one that signs first: derived from the secrets for this one use, so that no user token
 * verifies as a staff token or the other way round, not even where both secrets are configured to be the same.
 */
export function staffTokenKeys(config: Config): [Buffer, ...Buffer[]] {
  return staffKeys(config, 'support-chat staff access token')
}

/** Whether a token says that it is one of staff. Nothing of it is verified. */
export function isStaffToken(token: string): boolean {
  const { iss, aud } = readClaims(token) ?? {}
  return iss === STAFF_TOKEN_ISSUER && aud === STAFF_TOKEN_AUDIENCE
}

export function signStaffToken(key: Buffer, user: User, sessionId: string): string {
  return jwt.sign({ sid: sessionId, ver: user.sessionVersion }, key, {
    algorithm: 'HS256',
    subject: user.id,
    issuer: STAFF_TOKEN_ISSUER,
    audience: STAFF_TOKEN_AUDIENCE,
    expiresIn: STAFF_TOKEN_SECONDS,
  })
}

export function parseStaffClaims(payload: unknown): StaffClaims {
  const { data } = staffClaims.safeParse(payload)
  if (!data) throw new AppError('unauthenticated', 'The token is not one of this server')
  return data
}
