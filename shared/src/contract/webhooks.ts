import { z } from 'zod'
import { eventType, supportEvent } from './events.js'
import { line, time } from './fields.js'

const url = z
  .string()
  .max(2_000)
  .refine(isWebhookUrl, 'must be a web address, without a user and password')
  .describe('http or https. Redirects are not followed.')
const eventTypes = z
  .array(eventType)
  .min(1)
  .max(100)
  .transform((types) => [...new Set(types)])
  .nullable()
  .describe('Only these; null for all, those of later versions too.')
const description = line(200).nullable().describe('For people.')
const state = z.enum(['enabled', 'disabled'])

export const webhookBody = z
  .object({ url, event_types: eventTypes.default(null), description: description.default(null) })
  .meta({ id: 'WebhookBody' })
export type WebhookBody = z.output<typeof webhookBody>

export const webhookChanges = z
  .object({ url, event_types: eventTypes, description, state })
  .partial()
  .meta({ id: 'WebhookChanges' })
export type WebhookChanges = z.output<typeof webhookChanges>

export const webhook = z
  .object({
    id: z.uuid(),
    url: z.string(),
    event_types: z.array(eventType).nullable(),
    description: z.string().nullable(),
    state,
    disabled_reason: z
      .enum(['gone', 'failing'])
      .nullable()
      .describe('`gone`: it answered 410. `failing`: nothing got through for five days. Null where staff disabled it.'),
    disabled_at: time.nullable(),
    created_at: time,
  })
  .meta({ id: 'Webhook' })
/** Where events are sent. */
export type Webhook = z.infer<typeof webhook>

export const webhookWithSecret = webhook
  .extend({ secret: z.string().describe('`whsec_…`, shown this once: what you verify signatures with.') })
  .meta({ id: 'WebhookWithSecret' })
export type WebhookWithSecret = z.infer<typeof webhookWithSecret>

export const webhookList = z
  .object({ webhooks: z.array(webhook).describe('Oldest first.') })
  .meta({ id: 'WebhookList' })
export type WebhookList = z.infer<typeof webhookList>

/** What came of a POST. */
const outcome = {
  response_status: z.number().int().nullable().describe('HTTP status; null where no answer came.'),
  error: z
    .enum(['timeout', 'dns', 'private_address', 'tls', 'connection', 'expired'])
    .nullable()
    .describe('Why no answer came. `expired`: the event is no longer kept.'),
  duration_ms: z.number().int(),
}

export const webhookDelivery = z
  .object({
    id: z.uuid(),
    event_id: z.uuid().describe('The `webhook-id` of every attempt.'),
    event_type: eventType,
    event: supportEvent.nullable().describe('What is sent, as it is now; null once it is no longer kept.'),
    status: z.enum(['pending', 'succeeded', 'failed']),
    attempts: z.number().int().describe('Ten at most, those by hand not counted in.'),
    ...outcome,
    attempted_at: time,
    next_attempt_at: time.nullable(),
  })
  .meta({ id: 'WebhookDelivery' })
/** One event at one endpoint: its last attempt, and the next. */
export type WebhookDelivery = z.infer<typeof webhookDelivery>

export const webhookDeliveryPage = z
  .object({ deliveries: z.array(webhookDelivery).describe('Newest first.'), next_cursor: z.string().nullable() })
  .meta({ id: 'WebhookDeliveryPage' })
export type WebhookDeliveryPage = z.infer<typeof webhookDeliveryPage>

export const webhookTest = z
  .object({
    succeeded: z.boolean(),
    ...outcome,
    response_body: z.string().describe('The first 1,000 characters of the answer.'),
  })
  .meta({ id: 'WebhookTest' })
/** What an endpoint answered to a `ping`. */
export type WebhookTest = z.infer<typeof webhookTest>

export const webhookHeaders = z
  .object({
    'webhook-id': z.uuid().describe('The `id` of the event: the same at every attempt.'),
    'webhook-timestamp': z.string().describe('When this attempt was signed, in seconds since 1970.'),
    'webhook-signature': z
      .string()
      .describe(
        '`v1,` and an HMAC-SHA256 over `ID.TIMESTAMP.BODY` in Base64; two with a space between after a rotation.',
      ),
  })
  .meta({ id: 'WebhookHeaders' })

function isWebhookUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, username, password } = new URL(text)
  return /^https?:$/.test(protocol) && username === '' && password === ''
}
