import { attributes, externalId, userName, wholeLine } from '@support-chat/shared/contract'
import { z } from 'zod'
import { AppError } from '../common/errors/app-error.js'

/** Seconds by which the clock of the tokens' issuer may be ahead of this server's. */
export const LEEWAY_SECONDS = 60

/** Many libraries write null for a claim that is absent. */
const absentOr = <T extends z.ZodType>(type: T) => z.preprocess((value) => value ?? undefined, type.optional())

/** Of an object, what is not null; anything else as it is. */
function withoutNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null))
}

const userClaims = z.object({
  sub: externalId,
  exp: z.number(),
  nbf: absentOr(z.number()),
  iat: absentOr(z.number().min(0)),
  /** Blank counts as absent. */
  email: absentOr(
    wholeLine(320)
      .trim()
      .regex(/^(\S+@\S+)?$/, 'must be an e-mail address')
      .transform((email) => email || undefined),
  ),
  /** Null or blank removes the stored name; absent keeps it. */
  name: userName.nullish(),
  /** Null removes the stored ones; absent keeps them. Those that are null are absent. */
  attributes: z.preprocess(withoutNulls, attributes.nullish()),
})

/** The claims of a user's token. */
export type UserClaims = z.output<typeof userClaims>

/** @throws AppError `unauthenticated`, as both steps do */
export const parseUserClaims = (payload: unknown): UserClaims => assertInTime(readUserClaims(payload))

/** @throws AppError `unauthenticated` that names the claim, so that the embedding company can correct its tokens */
export function readUserClaims(payload: unknown): UserClaims {
  const { data, error } = userClaims.safeParse(payload)
  if (data) return data
  const [issue] = error.issues
  throw new AppError('unauthenticated', `The token's claim ${issue?.path.join('.')} is not valid: ${issue?.message}`)
}

/** `exp` has no leeway: its issuer wants the token to be refused from then on. @throws AppError `unauthenticated` */
export function assertInTime(claims: UserClaims): UserClaims {
  const now = Date.now() / 1000
  if (claims.exp <= now) throw new AppError('unauthenticated', 'The token has expired')
  if ((claims.nbf ?? 0) > now + LEEWAY_SECONDS) throw new AppError('unauthenticated', 'The token is not valid yet')
  if ((claims.iat ?? 0) > now + LEEWAY_SECONDS) {
    throw new AppError('unauthenticated', "The token's claim iat is not valid: it lies in the future")
  }
  return claims
}
