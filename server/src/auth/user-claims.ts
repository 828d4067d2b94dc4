import { z } from 'zod'
import { AppError } from '../errors/app-error.js'

/** A line of text that PostgreSQL and an e-mail header can hold. */
export const line = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => !hasControlCharacter(text), 'must not hold control characters')

const userClaims = z.object({
  sub: line(255).regex(/\S/, 'must not be blank'),
  exp: z.number(),
  iat: z.number().min(0).optional(),
  email: line(320)
    .regex(/^\S+@\S+$/, 'must be an e-mail address')
    .optional(),
  /** Null, or a blank one, takes the name away; left out, the one known stays. */
  name: line(200)
    .transform((name) => name.trim() || null)
    .nullish(),
})

/** What a user's token tells about its bearer. */
export type UserClaims = z.output<typeof userClaims>

/** @throws AppError `unauthenticated` that names the claim, so that the embedding company can mend its token */
export function parseUserClaims(payload: unknown): UserClaims {
  const { data, error } = userClaims.safeParse(payload)
  if (data) return data
  const [issue] = error.issues
  throw new AppError('unauthenticated', `The token's claim ${issue?.path.join('.')} is not valid: ${issue?.message}`)
}

function hasControlCharacter(text: string): boolean {
  return /\p{Cc}/u.test(text)
}
