/** Every type of event that there is. More may come: let pass what you do not know. */
export const EVENT_TYPES = [
  'message.created',
  'messages.read',
  'message.redacted',
  'chat.created',
  'chat.archived',
  'chat.unarchived',
  'chat.assigned',
  'chat.updated',
  'note.created',
  'user.updated',
  'user.erased',
] as const

export type EventType = (typeof EVENT_TYPES)[number]
