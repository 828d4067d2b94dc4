import { z } from 'zod'
import { time } from './fields.js'

export const setup = z
  .object({
    public_url: z.string().describe('What the lines to embed name as `server-url`.'),
    development: z.boolean().describe('The demo page is served, and a secret that is not set was made.'),
    user_tokens: z
      .enum(['secret', 'jwks', 'application'])
      .describe(
        'What tells who a user is: USER_JWT_SECRET, USER_JWT_JWKS_URL, or the application that has this module.',
      ),
    allowed_origins: z.array(z.string()).nullable().describe('As ALLOWED_ORIGINS says; null: any.'),
    first_page: z
      .object({ url: z.string().nullable().describe('Null where the page does not tell.') })
      .nullable()
      .describe('Where a user has connected from; null until one has. The demo page is not counted.'),
    refused_origins: z
      .array(z.object({ origin: z.string(), refused_at: time }))
      .describe('Pages that were refused in the last 24 hours, and still would be: the newest first, 5 at most.'),
    has_colleagues: z.boolean().describe('Somebody else has an account, or is invited.'),
    has_messages: z.boolean().describe('Somebody has written.'),
  })
  .meta({ id: 'Setup' })
/** How far the set-up of this installation is: nothing but facts. */
export type Setup = z.output<typeof setup>

export const checkTokenBody = z.object({ token: z.string().trim().min(1).max(20_000) }).meta({ id: 'CheckTokenBody' })
/** A user's token that is not used, but looked at. */
export type CheckTokenBody = z.output<typeof checkTokenBody>

/** What is looked at of a token, in this order. */
export const TOKEN_CHECKS = ['readable', 'signature', 'issuer', 'audience', 'claims', 'times'] as const

export const tokenReport = z
  .object({
    ok: z.boolean().describe('A user with this token would be let in.'),
    checks: z
      .array(
        z.object({
          name: z.enum(TOKEN_CHECKS),
          ok: z.boolean(),
          detail: z.string().nullable().describe('What is wrong, in a sentence for whoever signs the tokens.'),
        }),
      )
      .describe('Up to the first that fails.'),
    user: z
      .object({ external_id: z.string(), email: z.string().nullable(), name: z.string().nullable() })
      .nullable()
      .describe('Whose it is; null where that could not be read.'),
  })
  .meta({ id: 'TokenReport' })
/** What the server makes of a user's token. Nothing is kept of it, and no user is made. */
export type TokenReport = z.output<typeof tokenReport>
