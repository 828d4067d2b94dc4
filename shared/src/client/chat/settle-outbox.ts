import type { SupportMessage } from '../../contract/user-api.js'
import type { Outbox } from '../outbox/outbox.js'
import { isShown, type Timeline } from './timeline.js'

/**
 * The server has stored `messages`: those of this side are not sent any more. They leave the outbox once `timeline` shows
 * them, so that nothing disappears in between.
 */
export function settleOutbox(outbox: Outbox, messages: readonly SupportMessage[], timeline: Timeline): void {
  for (const { sender_type, client_id, sequence } of messages) {
    if (sender_type !== timeline.side || !client_id) continue
    // Shown, or older than what is shown.
    if (timeline.last !== null && sequence <= timeline.last) outbox.remove(client_id)
    else outbox.settle(client_id)
  }
  for (const { client_id } of outbox.messages) {
    if (isShown(timeline, client_id)) outbox.remove(client_id)
  }
}
