import type { Identity, LoginBody, RefreshBody, Session } from '@support-chat/shared'
import { z } from 'zod'

export const password = z.string().min(1).max(1024)

export const loginBody = z
  .object({
    email: z
      .string()
      .min(1)
      .max(320)
      .refine((text) => !text.includes('\0'), 'must not hold the character U+0000'),
    password,
  })
  .meta({ id: 'LoginBody' }) satisfies z.ZodType<LoginBody>

export const refreshBody = z
  .object({ refresh_token: z.string().min(1).max(256) })
  .meta({ id: 'RefreshBody' }) satisfies z.ZodType<RefreshBody>

export const identity = z
  .object({
    id: z.uuid(),
    email: z.string(),
    name: z.string().nullable(),
    role: z.enum(['user', 'admin']),
  })
  .meta({ id: 'Identity' }) satisfies z.ZodType<Identity>

export const session = z
  .object({
    access_token: z.string(),
    refresh_token: z
      .string()
      .describe('Good for one refresh, and for a repeat whose answer was lost. Used again later, it ends the sign-in.'),
    expires_in: z.number().int().describe('Seconds until the access token expires.'),
    user: identity,
  })
  .meta({ id: 'Session' }) satisfies z.ZodType<Session>
