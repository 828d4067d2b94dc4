import type { ChatState } from './chat-state.js'
import type { OutboxStore } from '../outbox/outbox-store.js'
import type { Timings } from '../core/timings.js'
import type { AdminSupportChat } from '../../contract/admin-api.js'

/** One conversation, kept in step with the server: joined, caught up, sending, reading. The widget and the console draw it. */
export interface ChatSession {
  readonly state: ChatState
  /** Calls back on every change; returns the way to stop. */
  subscribe(listener: (state: ChatState) => void): () => void
  /**
   * Shows `content` at once and keeps it in the outbox until the server has it. Trims.
   * @returns its client_id, or null when there is nothing but white space.
   * Content over the limit is kept as a failed item with its reason, never dropped.
   */
  send(content: string): string | null
  /** Sends a failed message again. */
  retry(clientId: string): void
  /** Forgets a message that has not been stored; its text is returned so that a view can put it back in the input. */
  discard(clientId: string): string | null
  /**
   * Fetches the page before the oldest message: `limit` messages, 50 when left out, 200 at most. Never rejects: where it
   * fails, `hasMore` stays and it can be called again.
   */
  loadOlder(limit?: number): Promise<void>
  /**
   * Tells the server that everything shown so far has been read; before anything is, all that will be there at first.
   * Call only while it can be seen.
   */
  markRead(upTo?: number): void
  /** Tells the other side, at most once each 3 s; `false` is told at once. */
  setTyping(isTyping: boolean): void
  /** Leaves the room, stops timers and forgets the listeners. The outbox keeps what is unsent. */
  close(): void
}

/** Whose chat it is, for the console. */
export type ChatDetails = Pick<AdminSupportChat, 'user_id' | 'user_email' | 'user_name' | 'archived'>

export interface StaffChatSession extends ChatSession {
  /** Null until loaded; follows archive and restore. A change is told to `subscribe`. */
  readonly details: ChatDetails | null
}

export interface ChatSessionOptions {
  /** Who is signed in, stable over tokens (the user's id): keeps one user's unsent messages from the next one's eyes. */
  userKey: string
  /** Where unsent messages wait. Default: localStorage, or memory where that is denied. */
  store?: OutboxStore
  /** Tells staff the page and the time zone, of a user in a browser. Default: no. */
  tellsVisits?: boolean
  timings?: Partial<Timings>
}
