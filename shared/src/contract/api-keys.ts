import { z } from 'zod'
import { API_SCOPES } from './api-scopes.js'
import { line, time } from './fields.js'

export const apiKeyBody = z
  .object({
    name: line(100).trim().min(1).describe('The `sender_name` of what the key sends: users see it.'),
    scopes: z
      .array(z.enum(API_SCOPES))
      .min(1)
      .transform((scopes) => API_SCOPES.filter((scope) => scopes.includes(scope)))
      .meta({ type: 'array', items: { type: 'string', enum: [...API_SCOPES] }, minItems: 1 }),
    expires_at: time.nullish().describe('The key is refused from then on; never when left out.'),
  })
  .meta({ id: 'ApiKeyBody' })
export type ApiKeyBody = z.infer<typeof apiKeyBody>

const shown = {
  id: z.uuid(),
  name: z.string(),
  prefix: z.string().describe('How the key begins, to tell it from others.'),
  scopes: z.array(z.enum(API_SCOPES)),
  expires_at: time.nullable(),
  last_used_at: time.nullable().describe('To about a minute.'),
  created_at: time,
  created_by: z.string().nullable().describe('Name or address of who made it.'),
}

export const apiKey = z.object(shown).meta({ id: 'ApiKey' })
/** An API key without its secret. */
export type ApiKey = z.infer<typeof apiKey>

export const createdApiKey = z
  .object({ ...shown, key: z.string().describe('Told here only; the server keeps a digest.') })
  .meta({ id: 'CreatedApiKey' })
/** An API key that was just made. */
export type CreatedApiKey = z.infer<typeof createdApiKey>

export const apiKeyList = z
  .object({ api_keys: z.array(apiKey).describe('Newest first, the expired ones too.') })
  .meta({ id: 'ApiKeyList' })
export type ApiKeyList = z.infer<typeof apiKeyList>
