import type { ApiError } from './error-code.js'
import type { SupportMessage } from './rest.js'

/** A message this client has written and the server has not yet acknowledged. */
export interface PendingMessage {
  client_id: string
  content: string
  /** The client's clock, for display only: never an order. */
  created_at: string
  state: 'sending' | 'failed'
  /** Why it failed; `retryable` failures go out again by themselves. */
  error: ApiError | null
}

/** One line of a conversation, in the order to show them: stored by sequence, then what is still on its way. */
export type TimelineItem = { kind: 'stored'; message: SupportMessage } | { kind: 'pending'; message: PendingMessage }
