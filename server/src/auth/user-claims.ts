import { line } from '@support-chat/shared/contract'
import { z } from 'zod'
import { AppError } from '../common/errors/app-error.js'

/** How far the clock of who signs tokens may be ahead, in seconds. */
export const LEEWAY_SECONDS = 60

/** Text that reaches the database as it is: half a character would become the same replacement as any other half. */
const wholeLine = (max: number) => line(max).refine((text) => text.isWellFormed(), 'must be well-formed Unicode')

/** Null is what many libraries write for what is not there. */
const absentOr = <T extends z.ZodType>(type: T) => z.preprocess((value) => value ?? undefined, type.optional())

const userClaims = z.object({
  sub: wholeLine(255).regex(/\S/, 'must not be blank'),
  exp: z.number(),
  nbf: absentOr(z.number()),
  iat: absentOr(z.number().min(0)),
  /** A blank one is none, as null is. */
  email: absentOr(
    wholeLine(320)
      .trim()
      .regex(/^(\S+@\S+)?$/, 'must be an e-mail address')
      .transform((email) => email || undefined),
  ),
  /** Null, or a blank one, takes the name away; left out, the one known stays. Half a character is cut off. */
  name: line(200)
    .transform((name) => name.replace(/\p{Surrogate}/gu, '').trim() || null)
    .nullish(),
})

/** What a user's token tells about its bearer. */
export type UserClaims = z.output<typeof userClaims>

/** @throws AppError `unauthenticated` that names the claim, so that the embedding company can mend its token */
export function parseUserClaims(payload: unknown): UserClaims {
  const { data, error } = userClaims.safeParse(payload)
  if (data) return inTime(data)
  const [issue] = error.issues
  throw new AppError('unauthenticated', `The token's claim ${issue?.path.join('.')} is not valid: ${issue?.message}`)
}

/** `exp` is exact: leeway would only keep a token alive that its issuer has given up. */
function inTime(claims: UserClaims): UserClaims {
  const now = Date.now() / 1000
  if (claims.exp <= now) throw new AppError('unauthenticated', 'The token has expired')
  if ((claims.nbf ?? 0) > now + LEEWAY_SECONDS) throw new AppError('unauthenticated', 'The token is not valid yet')
  if ((claims.iat ?? 0) > now + LEEWAY_SECONDS) {
    throw new AppError('unauthenticated', "The token's claim iat is not valid: it lies in the future")
  }
  return claims
}
