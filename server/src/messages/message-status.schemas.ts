import type { DeliveryList, EmailDelivery, MessageDelivery } from '@support-chat/shared'
import { z } from 'zod'
import { wholeNumber } from '../chats/chats.schemas.js'

const MAX_SEQUENCE = 2 ** 31 - 1

const sequence = (otherwise: number) =>
  wholeNumber
    .transform((given) => Math.min(given, MAX_SEQUENCE))
    .default(otherwise)
    .meta({ type: 'integer', minimum: 0 })

export const deliveryRange = z.object({
  from: sequence(0).describe('The first message’s sequence; the chat’s beginning when left out.'),
  to: sequence(MAX_SEQUENCE).describe('The last message’s sequence; the chat’s end when left out.'),
})

export type DeliveryRange = z.output<typeof deliveryRange>

const time = z.iso.datetime().nullable()

const emailDelivery = z.object({
  status: z.enum(['waiting', 'sent', 'not_sent', 'failed']),
  due_at: time.describe('While waiting: when it goes out if the message stays unread until then.'),
  sent_at: time,
  reason: z
    .string()
    .nullable()
    .describe('`read`, `archived`, `opted_out`, `deactivated`, or `file` without a mail server; or what went wrong.'),
}) satisfies z.ZodType<EmailDelivery>

const messageDelivery = z
  .object({
    message_id: z.uuid(),
    sequence: z.number().int(),
    delivered_at: time.describe('When a client of the user had it.'),
    read_at: time,
    email: emailDelivery.nullable().describe('The one that tells of this message; null when none was planned.'),
  })
  .meta({ id: 'MessageDelivery' }) satisfies z.ZodType<MessageDelivery>

export const deliveryList = z
  .object({ deliveries: z.array(messageDelivery).describe('Oldest first; the newest 200 of more.') })
  .meta({ id: 'DeliveryList' }) satisfies z.ZodType<DeliveryList>
