import { z } from 'zod'
import { time } from './fields.js'

export const staffRef = z
  .object({ id: z.uuid(), name: z.string().nullable(), email: z.string() })
  .meta({ id: 'StaffRef' })
/** A person of staff. */
export type StaffRef = z.infer<typeof staffRef>

/** What a chat's card and the chat itself say of its last message, and of who takes care of it. */
export const teamFields = {
  needs_reply: z.boolean().describe('The user wrote last, and nobody has said that no reply is needed.'),
  waiting_since: time
    .nullable()
    .describe('When the user wrote first since staff answered; null where no reply is needed.'),
  last_message_sender_name: z.string().nullable(),
  last_message_attachment: z
    .object({ name: z.string(), content_type: z.string() })
    .nullable()
    .describe('Where the last message has no text.'),
  assignee: staffRef.nullable(),
  tags: z.array(z.string()),
  snoozed_until: time.nullable(),
  version: z.number().int().describe('Counts changes of assignee, tags, snooze and archive.'),
}

/** Who takes care of a chat, and whether its user waits. */
export type TeamState = z.infer<z.ZodObject<typeof teamFields>>

export const historyAuthor = z.enum(['staff', 'routing', 'user message'])
/** Who has done something with a chat: staff or an API key, the server by itself, or a message of the user. */
export type HistoryAuthor = z.infer<typeof historyAuthor>

export const historyAction = z.enum([
  'assigned',
  'unassigned',
  'tagged',
  'snoozed',
  'woken',
  'archived',
  'unarchived',
  'no_reply_needed',
])
export type HistoryAction = z.infer<typeof historyAction>

export const historyReason = z.enum([
  'began to answer',
  'new message',
  'not answered in time',
  'deactivated',
  'snooze ended',
  'archived',
  'snoozed',
])
/** Why something was done that nobody asked for. */
export type HistoryReason = z.infer<typeof historyReason>
