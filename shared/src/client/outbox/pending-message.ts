import type { ApiError } from '../../contract/errors.js'

/** A message this client has written and not yet seen stored. */
export interface PendingMessage {
  client_id: string
  content: string
  /** The client's clock, for display only: never an order. */
  created_at: string
  /** `sending` covers waiting for a connection too; `failed` waits for a person to retry or discard it. */
  state: 'sending' | 'failed'
  /** Why it failed. */
  error: ApiError | null
}
