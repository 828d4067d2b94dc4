import {
  countCharacters,
  MAX_CONTENT_LENGTH,
  trimContent,
  type AdminSupportChat,
  type MarkReadBody,
  type MessagePage,
  type SendMessageBody,
  type SupportChat,
  type SupportMessage,
} from '@support-chat/shared'
import { z } from 'zod'
import { pageLimit, wholeNumber } from '../chats/chats.schemas.js'

/** Largest number that PostgreSQL's `integer` holds; no chat gets there, and a client may ask for anything. */
export const MAX_SEQUENCE = 2 ** 31 - 1

/** A place in a chat; 0 is before its first message. */
export const sequence = z
  .number()
  .int()
  .min(0)
  .transform((given) => Math.min(given, MAX_SEQUENCE))

/** A text that somebody writes: trimmed, and well-formed: half a surrogate pair, which UTF-8 cannot carry, becomes U+FFFD. */
export const contentOf = (what: 'message' | 'reply') =>
  z
    .string()
    .refine((text) => !text.includes('\0'), 'must not hold the character U+0000')
    .transform((text) => trimContent(text.toWellFormed()))
    .refine((text) => text.length > 0, { message: `A ${what} cannot be blank`, params: { code: 'content_blank' } })
    .refine((text) => countCharacters(text) <= MAX_CONTENT_LENGTH, {
      message: `A ${what} can have at most ${MAX_CONTENT_LENGTH} characters`,
      params: { code: 'content_too_long' },
    })

export const sendMessageBody = z
  .object({
    content: contentOf('message').meta({ description: `1 to ${MAX_CONTENT_LENGTH} characters after trimming.` }),
    client_id: z.guid().describe('Made by the sender for this message: sending it again stores nothing twice.'),
  })
  .meta({ id: 'SendMessageBody' }) satisfies z.ZodType<SendMessageBody>

export const markReadBody = z
  .object({ sequence: sequence.optional().describe('Everything when left out.') })
  .default({})
  .meta({ id: 'MarkReadBody' }) satisfies z.ZodType<MarkReadBody>

const querySequence = wholeNumber.pipe(sequence).optional().meta({ type: 'integer', minimum: 0 })

export const messagePageQuery = z
  .object({
    since: querySequence.describe('Messages after this sequence, oldest first.'),
    before: querySequence.describe('The messages just before this sequence, oldest first.'),
    limit: pageLimit,
  })
  .refine(({ since, before }) => since === undefined || before === undefined, 'Ask for since or before, not for both')

export interface MessagePageQuery {
  since?: number | undefined
  before?: number | undefined
  limit: number
}

const senderType = z.enum(['user', 'admin'])

export const supportMessage = z
  .object({
    id: z.uuid(),
    chat_id: z.uuid(),
    sequence: z.number().int().min(1).describe('1, 2, 3 … in its chat, without gaps: the only order there is.'),
    client_id: z.uuid().nullable(),
    content: z.string(),
    sender_type: senderType,
    sender_name: z.string().nullable(),
    read_at: z.iso.datetime().nullable().describe('When the other side read it.'),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'SupportMessage' }) satisfies z.ZodType<SupportMessage>

const page = {
  messages: z.array(supportMessage).describe('Oldest first.'),
  has_more: z.boolean().describe('More messages exist in the direction that was asked for.'),
  last_sequence: z.number().int(),
}

export const messagePage = z.object(page).meta({ id: 'MessagePage' }) satisfies z.ZodType<MessagePage>

export const supportChat = z
  .object({
    id: z.uuid(),
    external_id: z.string().describe('The `sub` of the user’s token.'),
    ...page,
    unread_count: z.number().int(),
  })
  .meta({ id: 'SupportChat' }) satisfies z.ZodType<SupportChat>

export const adminSupportChat = z
  .object({
    id: z.uuid(),
    user_id: z.uuid(),
    user_email: z.string(),
    user_name: z.string().nullable(),
    archived: z.boolean(),
    ...page,
  })
  .meta({ id: 'AdminSupportChat' }) satisfies z.ZodType<AdminSupportChat>
