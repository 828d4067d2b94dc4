import type { PendingMessage, SupportMessage, TimelineItem } from '@support-chat/shared'
import { type DayRow, type Grouped, groupMessages, messageKey } from '@support-chat/shared/view'

/** One line of the log. */
export type Row = DayRow | MessageRow

interface Message {
  readonly kind: 'message'
  readonly key: string
  readonly at: string
  /** The user's own. */
  readonly own: boolean
  /** The last of the user's messages that staff have read. */
  readonly seen: boolean
  readonly message: SupportMessage | PendingMessage
  readonly stored: SupportMessage | null
  readonly pending: PendingMessage | null
}

export type MessageRow = Message & Grouped

/** Puts day dividers between messages and groups them by sender. */
export function toRows(items: readonly TimelineItem[]): Row[] {
  const lastSeen = items.findLast(
    ({ kind, message }) => kind === 'stored' && message.sender_type === 'user' && message.read_at,
  )
  return groupMessages(
    items.map((item) => toMessage(item, item === lastSeen)),
    isSameSender,
  )
}

function toMessage(item: TimelineItem, seen: boolean): Message {
  const { kind, message } = item
  const [stored, pending] = kind === 'stored' ? [message, null] : [null, message]
  const own = stored?.sender_type !== 'admin'
  return { kind: 'message', key: messageKey(item, 'user'), at: message.created_at, own, seen, message, stored, pending }
}

/** Nothing joins a message that was not sent: why it was not stands below it. */
function isSameSender(before: Message, next: Message): boolean {
  return (
    before.own === next.own &&
    (before.own || before.stored?.sender_name === next.stored?.sender_name) &&
    before.pending?.state !== 'failed'
  )
}
