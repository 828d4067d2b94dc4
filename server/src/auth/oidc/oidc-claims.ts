import { z } from 'zod'
import { MAX_STAFF_NAME_LENGTH } from '@support-chat/shared'

const readable = z.looseObject({
  iss: z.string(),
  sub: z.string().min(1).max(255),
  sid: z.string().min(1).max(255).optional().catch(undefined),
  email: z
    .string()
    .trim()
    .max(320)
    .regex(/^[^\s@<>",]+@[^\s@<>",]+$/)
    .optional()
    .catch(undefined),
  // Some providers send it as a text.
  email_verified: z
    .union([z.boolean(), z.literal('true').transform(() => true)])
    .optional()
    .catch(undefined),
  name: z
    .string()
    .transform((text) =>
      [...text.replace(/[\p{Cc}\p{Surrogate}]/gu, ' ').trim()].slice(0, MAX_STAFF_NAME_LENGTH).join(''),
    )
    .optional()
    .catch(undefined),
})

/** What an identity provider says of somebody. */
export type OidcClaims = z.output<typeof readable>

/** What cannot be used of the claims counts as not said. @throws where it is not said who they are of */
export const readOidcClaims = (claims: object): OidcClaims => readable.parse(claims)

/** The domain of an e-mail address, in small letters. */
export const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1).toLowerCase()
