import { attempt } from '../core/attempt.js'
import { countCharacters } from '../../text/content.js'
import type { ApiError } from '../../contract/errors.js'
import { MAX_CONTENT_LENGTH } from '../../contract/limits.js'
import type { PendingMessage } from './pending-message.js'

/** A message as the outbox keeps it, in memory and, as JSON, in its store. */
export interface OutboxEntry extends PendingMessage {
  /** Place in the queue; survives a reload, unlike the order of keys in a storage. */
  order: number
  /** Grows with each failure that may be due to this message; at `MAX_PENALTY` it fails for good. */
  penalty: number
  /** The server has it, or another tab has dealt with it: it is not sent, only shown until it is removed. */
  sent?: true
}

/** Puts `entry` into its place in the queue, or in the place of the one with the same client_id. */
export const withEntry = (entries: readonly OutboxEntry[], entry: OutboxEntry): OutboxEntry[] =>
  [...entries.filter(({ client_id }) => client_id !== entry.client_id), entry].sort(
    (a, b) => a.order - b.order || (a.client_id < b.client_id ? -1 : 1),
  )

/**
 * Reads a stored value; undefined where it is no message of this client_id. A page, or another version of this code, may
 * have put anything there: what is missing or wrong beside the text is made up.
 */
export const readEntry = (clientId: string, value: string): OutboxEntry | undefined =>
  attempt(() => {
    const { client_id, content, created_at, state, error, order, penalty } = JSON.parse(value) as OutboxEntry
    if (client_id !== clientId || typeof content !== 'string') return undefined
    const reason = tooLong(content) ?? (state === 'failed' ? error : null)
    return {
      client_id,
      content,
      created_at: Date.parse(created_at) ? created_at : new Date().toISOString(),
      state: reason ? 'failed' : 'sending',
      error: reason,
      order: Number.isSafeInteger(order) ? order : 0,
      penalty: penalty > 0 ? penalty : 0,
    }
  })

/** Why the server would refuse `content` without being asked; null where it would not. */
export const tooLong = (content: string): ApiError | null =>
  countCharacters(content) > MAX_CONTENT_LENGTH
    ? { code: 'content_too_long', message: `A message can have ${MAX_CONTENT_LENGTH} characters at most.` }
    : null
