import type { ApiError } from '../../contract/errors.js'

/** A message of this client that the server has not stored yet, as far as the client knows. */
export interface PendingMessage {
  client_id: string
  content: string
  /** ISO 8601, by the client's clock; for display only, never for the order. */
  created_at: string
  /** `sending` covers waiting for a connection too; `failed` waits for a person to retry or discard it. */
  state: 'sending' | 'failed'
  /** Why it failed. */
  error: ApiError | null
}
