import type { ChatState } from './chat-state.js'
import type { OutboxStore } from '../outbox/outbox-store.js'
import type { Timings } from '../core/timings.js'
import type { AdminSupportChat } from '../../contract/admin-api.js'
import type { TeamState } from '../../contract/team.js'
import type { FileConnection } from '../connection/connection.js'
import type { VisitOptions } from './visits.js'

/** One conversation, kept in step with the server: joined, caught up, sending, reading. Widget and console show it. */
export interface ChatSession {
  /** What it goes over, for views that ask for files. None where no server is behind it. */
  readonly link?: FileConnection | undefined
  /** All there is to show. A new object on every change. */
  readonly state: ChatState
  /** Calls back on every change of `state`; returns a function that stops it. */
  subscribe(listener: (state: ChatState) => void): () => void
  /**
   * Shows `content` at once and keeps it in the outbox until the server has it. Trims.
   * @returns its client_id, or null when there is nothing but white space.
   * Content over the limit is kept as a failed item with its reason, never dropped.
   */
  send(content: string): string | null
  /** Sends a failed message again, under the same client_id. */
  retry(clientId: string): void
  /** Removes a message that has not been stored. @returns its text, for the view to put back into the input; else null */
  discard(clientId: string): string | null
  /**
   * Fetches the page before the oldest message: `limit` messages, 50 when left out, 200 at most. Never rejects: where it
   * fails, `hasMore` stays and it can be called again.
   */
  loadOlder(limit?: number): Promise<void>
  /**
   * Marks the other side's messages read, up to the sequence `upTo`; left out, all that are shown, or, before the first
   * page has come, all that it will have. Call only while they can be seen.
   */
  markRead(upTo?: number): void
  /** Shows the other side that this one types: `true` is sent at most once each 3 s, `false` at once. */
  setTyping(isTyping: boolean): void
  /** Tells staff what the page says of the visit, if that has changed: of a user's chat alone. */
  updateVisit?(): void
  /** Leaves the room, stops timers and removes the listeners. The outbox keeps what is unsent. */
  close(): void
}

/** Whose chat it is and who takes care of it, for the console. */
export type ChatDetails = Pick<AdminSupportChat, 'user_id' | 'user_email' | 'user_name' | 'archived' | keyof TeamState>

/** A user's chat, for staff. */
export interface StaffChatSession extends ChatSession {
  /** Null until loaded; follows archive and restore. `subscribe` calls back on a change of it too. */
  readonly details: ChatDetails | null
  /**
   * As `send`, but where the other side or a colleague has written since what was shown here, the message fails with
   * `conflict`, what came is shown, and the text waits for `retry` or `discard`. Written without a connection, it is sent
   * as by `send`.
   */
  answer(content: string): string | null
}

/** How to open a chat. */
export interface ChatSessionOptions extends VisitOptions {
  /** Who is signed in, stable over tokens (the user's id): unsent messages are kept for each user apart. */
  userKey: string
  /** Where unsent messages are kept. Default: localStorage, or memory where that is denied. */
  store?: OutboxStore
  /** Waits in milliseconds that differ from `TIMINGS`. */
  timings?: Partial<Timings>
}
