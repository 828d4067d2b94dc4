import { z } from 'zod'
import { CHAT_VIEWS } from './chat-views.js'
import { apiError } from './errors.js'
import { time } from './fields.js'
import { CHAT_COUNT_LIMIT, MAX_BULK_CHATS, MAX_RETURN_MINUTES, MAX_TAG_LENGTH, MAX_TAGS } from './limits.js'

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

export const tag = z
  .string()
  .trim()
  .refine(
    (text) => text.length > 0 && [...text].length <= MAX_TAG_LENGTH,
    `must have 1 to ${MAX_TAG_LENGTH} characters`,
  )
  .refine((text) => !/[\p{Cc}\p{Surrogate}]/u.test(text), 'must not hold control characters')

/** As they are given, each once. */
const tags = z
  .array(tag)
  .transform((given) => [...new Set(given)])
  .refine((given) => given.length <= MAX_TAGS, `must be ${MAX_TAGS} at most`)
  .meta({ type: 'array', items: { type: 'string' }, description: `${MAX_TAGS} of 1 to ${MAX_TAG_LENGTH} characters.` })

const assigneeId = z.guid().nullable().describe('An active member of staff; null gives the chat back to the queue.')

const snoozedUntil = z.iso
  .datetime({ offset: true })
  .refine((text) => new Date(text).getUTCFullYear() <= 9999, 'must be in a year of four digits')
  .nullable()
  .describe('In the future; null ends it. It ends by itself then, or with the next message of the user.')

export const chatChanges = z
  .object({
    assignee_id: assigneeId.optional(),
    tags: tags.optional(),
    snoozed_until: snoozedUntil.optional(),
    needs_reply: z.literal(false).optional().describe('Says that no reply is needed.'),
    if_version: z.number().int().min(0).optional().describe('Changes nothing where `version` is another: `conflict`.'),
  })
  .meta({ id: 'ChatChanges' })
/** What to change of a chat; what is left out stays. */
export type ChatChanges = z.infer<typeof chatChanges>

export const bulkBody = z
  .object({
    chat_ids: z.array(z.string().max(100)).min(1).max(MAX_BULK_CHATS),
    archive: z.boolean().optional().describe('False brings them back.'),
    assignee_id: assigneeId.optional(),
    add_tags: tags.optional(),
    remove_tags: tags.optional(),
    snoozed_until: snoozedUntil.optional(),
  })
  .refine(
    (body) => Object.entries(body).some(([name, change]) => name !== 'chat_ids' && change !== undefined),
    'Say what to change',
  )
  .refine(({ archive, snoozed_until }) => !(archive && snoozed_until), 'Archive the chats, or put them off')
  .meta({ id: 'BulkBody' })
/** The same change of several chats. */
export type BulkBody = z.infer<typeof bulkBody>

export const bulkResult = z
  .object({
    done: z.array(z.string()).describe('The ids of the chats that are as was asked for.'),
    failed: z.array(z.object({ chat_id: z.string(), error: apiError })),
  })
  .meta({ id: 'BulkResult' })
/** What became of a change of several chats: each is changed, or not, by itself. */
export type BulkResult = z.infer<typeof bulkResult>

const count = z.number().int().max(CHAT_COUNT_LIMIT)
export const chatCounts = z
  .object({
    needs_reply: count,
    unread: count,
    mine: count,
    unassigned: count,
    snoozed: count,
    mentions: count,
  } satisfies Record<(typeof CHAT_VIEWS)[number], z.ZodType>)
  .meta({ id: 'ChatCounts' })
/** How many chats each view has: exact below 1,000, which means so many or more. */
export type ChatCounts = z.infer<typeof chatCounts>

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
  'least busy',
  'reopened',
  'not answered in time',
  'deactivated',
  'cannot answer',
  'snooze ended',
  'archived',
  'snoozed',
])
/** Why something was done that nobody asked for. */
export type HistoryReason = z.infer<typeof historyReason>

const person = z.object({ id: z.uuid(), name: z.string().nullable() })

export const chatHistoryEntry = z
  .object({
    id: z.uuid(),
    at: time,
    by: historyAuthor.describe('Staff or an API key; the server by itself, by its routing; or a message of the user.'),
    actor: person
      .nullable()
      .describe('Whose act or message it was; null for the server. The name is null once deleted.'),
    action: historyAction,
    reason: historyReason.nullable().describe('Why, where nobody has asked for just this.'),
    details: z.object({
      assignee: person.nullable().optional().describe('Of `assigned` and `unassigned`: who has the chat from then on.'),
      former_assignee: person.nullable().optional().describe('Of the same: who had it.'),
      added: z.array(z.string()).optional().describe('Of `tagged`.'),
      removed: z.array(z.string()).optional().describe('Of `tagged`.'),
      until: time.optional().describe('Of `snoozed`.'),
      after_minutes: z.number().int().optional().describe('Of what was `not answered in time`: how long that was.'),
    }),
  })
  .meta({ id: 'ChatHistoryEntry' })
/** Something that was done with a chat. */
export type ChatHistoryEntry = z.infer<typeof chatHistoryEntry>

export const chatHistory = z
  .object({ entries: z.array(chatHistoryEntry).describe('Newest first; the newest 200 of more.') })
  .meta({ id: 'ChatHistory' })
/** Who assigned, tagged, snoozed and archived a chat, and why. */
export type ChatHistory = z.infer<typeof chatHistory>

export const routingSettings = z
  .object({
    mode: z
      .enum(['off', 'least_busy'])
      .describe('`least_busy`: chats that wait and that nobody has go to whoever is available and has the fewest.'),
    capacity: z.number().int().min(1).max(1000).describe('Active chats that one person is given at most.'),
    return_after_minutes: z
      .number()
      .int()
      .min(1)
      .max(MAX_RETURN_MINUTES)
      .describe('After so long without an answer, what was given goes back to the queue, and to somebody else.'),
  })
  .meta({ id: 'RoutingSettings' })
/** How waiting chats are given to people. */
export type RoutingSettings = z.infer<typeof routingSettings>

export const routingChanges = routingSettings.partial().meta({ id: 'RoutingChanges' })
/** What is left out stays. */
export type RoutingChanges = z.infer<typeof routingChanges>
