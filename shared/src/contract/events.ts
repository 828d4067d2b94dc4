import { z } from 'zod'
import { supportChatListItem } from './admin-api.js'
import { EVENT_TYPES, type EventType } from './event-types.js'
import { time } from './fields.js'
import { supportNote } from './notes.js'
import { messageRedacted, messagesRead } from './socket.js'
import { supportMessage } from './user-api.js'

export const eventType = z.enum(EVENT_TYPES).meta({ id: 'EventType' })

export const eventUser = z
  .object({
    id: z.uuid(),
    external_id: z.string().describe('The `sub` of the user’s token.'),
    email: z.string(),
    name: z.string().nullable(),
  })
  .meta({ id: 'EventUser' })
/** Whom an event is about. */
export type EventUser = z.infer<typeof eventUser>

const eventOf = <T extends EventType, D extends z.ZodType>(types: readonly [T, ...T[]], data: D) =>
  z.object({
    id: z.uuid().describe('The same at every repetition: the `webhook-id` of webhooks.'),
    type: z.enum(types),
    occurred_at: time,
    data,
  })

/** What events refer to is read with the event: null once it has been deleted. */
export const supportEvent = z
  .discriminatedUnion('type', [
    eventOf(
      ['message.created'],
      z.object({
        chat_id: z.uuid(),
        user: eventUser.nullable().describe('Whose chat it is; null once that user has been erased.'),
        message: supportMessage.nullable().describe('As it was when it was sent; null once it has been erased.'),
      }),
    ),
    eventOf(['messages.read'], messagesRead),
    eventOf(
      ['chat.created', 'chat.archived', 'chat.unarchived', 'chat.assigned', 'chat.updated'],
      z.object({
        chat: supportChatListItem.nullable().describe('As it is when the event is read; null once it has been erased.'),
      }),
    ),
    eventOf(
      ['user.updated'],
      z.object({ user: eventUser.nullable().describe('As known when the event is read; null once erased.') }),
    ),
    eventOf(['user.erased'], z.object({ user_id: z.uuid(), chat_id: z.uuid().nullable() })),
    eventOf(['message.redacted'], messageRedacted),
    eventOf(
      ['note.created'],
      z.object({ note: supportNote.nullable().describe('A private note of staff; null once it has been erased.') }),
    ),
  ])
  .meta({ id: 'SupportEvent' })
/** Something that has happened, told in the feed and by webhooks. Switch on `type`. */
export type SupportEvent = z.infer<typeof supportEvent>

export const eventPage = z
  .object({
    events: z.array(supportEvent).describe('Oldest first.'),
    next_cursor: z.string().describe('Pass as `after` for what comes next, whether or not there is anything yet.'),
  })
  .meta({ id: 'EventPage' })
export type EventPage = z.infer<typeof eventPage>
