import { z } from 'zod'
import { attachment, attachmentIds } from './attachments.js'
import { BLANK_MESSAGE, hasSomething, messageContent, sequence, time } from './fields.js'
import { MAX_CONTENT_LENGTH, MAX_PAGE_SIZE } from './limits.js'
import { welcome } from './widget-settings.js'

export const senderType = z.enum(['user', 'admin'])
/** Who wrote a message, and which side of a chat something concerns. */
export type SenderType = z.infer<typeof senderType>

export const supportMessage = z
  .object({
    id: z.uuid(),
    chat_id: z.uuid(),
    sequence: z.number().int().min(1).describe('1, 2, 3 … in its chat, without gaps: the only order there is.'),
    /** The sender's own UUID for this message; the same one sent again returns this message. */
    client_id: z.uuid().nullable(),
    content: z.string(),
    sender_type: senderType,
    /** Shown to the other side. */
    sender_name: z.string().nullable(),
    read_at: time.nullable().describe('When the other side read it.'),
    redacted_at: time.nullable().describe('When staff removed its text: `content` is empty from then on.'),
    created_at: time,
    attachments: z.array(attachment).describe('In the order in which they were sent; nothing for most messages.'),
  })
  .meta({ id: 'SupportMessage' })
/** A stored message. `sequence` is the only order there is: 1, 2, 3 … in its chat, without gaps, never reused. */
export type SupportMessage = z.infer<typeof supportMessage>

export const redaction = z
  .object({ message_id: z.uuid(), sequence: z.number().int(), redacted_at: time })
  .meta({ id: 'Redaction' })
/** That a message's text was removed: the message stays, with its `sequence`. */
export type Redaction = z.infer<typeof redaction>

/** What every answer has that holds messages. */
export const page = {
  messages: z.array(supportMessage).describe('Oldest first.'),
  has_more: z.boolean().describe('More messages exist in the direction that was asked for.'),
  last_sequence: z.number().int(),
}

export const messagePage = z
  .object({
    ...page,
    redacted: z
      .array(redaction)
      .optional()
      .describe(
        `With \`since\`: the messages up to and with it whose text was removed; the ${MAX_PAGE_SIZE} newest removals.`,
      ),
  })
  .meta({ id: 'MessagePage' })
/** A page of messages, oldest first. */
export type MessagePage = z.infer<typeof messagePage>

export const supportChat = z
  .object({
    id: z.uuid(),
    /** The embedding company's own id of them. */
    external_id: z.string().describe('The `sub` of the user’s token.'),
    ...page,
    /** Staff messages the user has not read. */
    unread_count: z.number().int(),
    ...welcome,
  })
  .meta({ id: 'SupportChat' })
/** A user's own chat, with its newest page. */
export type SupportChat = z.infer<typeof supportChat>

export const sendMessageBody = z
  .object({
    content: messageContent.meta({
      description: `1 to ${MAX_CONTENT_LENGTH} characters after trimming; may be blank with \`attachment_ids\`.`,
    }),
    attachment_ids: attachmentIds,
    client_id: z.guid().describe('Made by the sender for this message: sending it again stores nothing twice.'),
    if_last_sequence: sequence
      .optional()
      .describe(
        `Stores nothing where the chat’s \`last_sequence\` is another by then: \`conflict\` with \`details\` of \`{last_sequence, messages}\`, what came after, ${MAX_PAGE_SIZE} at most. A repeat of a stored \`client_id\` is answered with the original all the same.`,
      ),
  })
  .refine(hasSomething, BLANK_MESSAGE)
  .meta({ id: 'SendMessageBody' })
/** The body of a send, over REST; over the socket `chat_id` is added. */
export type SendMessageBody = z.infer<typeof sendMessageBody>

export const sendConflictDetails = z.object({
  last_sequence: z.number().int(),
  /** What came after `if_last_sequence`, 200 at most, oldest first. */
  messages: z.array(supportMessage),
})
/** `details` of a `conflict` where a send gave an `if_last_sequence` that is not the chat's `last_sequence`. */
export type SendConflictDetails = z.infer<typeof sendConflictDetails>

export const markReadBody = z
  .object({ sequence: sequence.optional().describe('Everything when left out.') })
  .default({})
  .meta({ id: 'MarkReadBody' })
/** Up to where messages are marked read. */
export type MarkReadBody = z.infer<typeof markReadBody>

export const unreadCount = z.object({ unread_count: z.number().int() }).meta({ id: 'UnreadCount' })
/** Of chats for staff, of messages in one chat. */
export type UnreadCount = z.infer<typeof unreadCount>
