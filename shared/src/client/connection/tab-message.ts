import type { Ack, ClientRequest, ServerEvent, ServerEvents } from '../../contract/socket.js'
import type { ConnectionState } from './connection.js'

/** What tabs post to each other. `term` numbers the leaders: of two, the higher one leads. */
export type TabMessage =
  | { type: 'state'; term: number; state: ConnectionState; presence: ServerEvents['presence'] | null }
  | { type: 'event'; term: number; event: ServerEvent; payload: unknown }
  | { type: 'sync'; term: number }
  | { type: 'answer'; term: number; id: string; answer: Ack<unknown> }
  | { type: 'request'; id: string; event: ClientRequest; payload: unknown }
  | { type: 'hello'; awake: boolean }

/** The events of a user's socket. */
export const USER_EVENTS: ServerEvent[] = [
  'new_message',
  'attachment_updated',
  'messages_read',
  'message_redacted',
  'head',
  'typing',
  'presence',
]
