import type { PendingMessage, SupportMessage, TimelineItem } from '@support-chat/shared'
import { type DayRow, type Grouped, groupMessages, messageKey } from '@support-chat/shared/view'

/** One line of the log. */
export type Row = DayRow | UnreadDivider | MessageRow

/** Stands before the first message that was unread when the chat was opened. */
interface UnreadDivider {
  readonly kind: 'unread'
  readonly key: string
}

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

/**
 * Puts dividers between messages and groups them by sender.
 * @param unreadFrom the sequence that the divider for unread ones stands before
 */
export function toRows(items: readonly TimelineItem[], unreadFrom?: number): Row[] {
  const lastSeen = items.findLast(
    ({ kind, message }) => kind === 'stored' && message.sender_type === 'user' && message.read_at,
  )
  const isUnread = (message: Message) => message.stored !== null && message.stored.sequence === unreadFrom
  const rows = groupMessages(
    items.map((item) => toMessage(item, item === lastSeen)),
    (before, next) => isSameSender(before, next) && !isUnread(next),
  )
  return rows.flatMap((row): Row[] =>
    row.kind === 'message' && isUnread(row) ? [{ kind: 'unread', key: 'unread' }, row] : [row],
  )
}

/** The sequence of the first message of staff that is unread, of those that are there. */
export function firstUnread(items: readonly TimelineItem[], unreadCount: number): number | undefined {
  const ofStaff = items.flatMap(({ kind, message }) =>
    kind === 'stored' && message.sender_type === 'admin' ? [message.sequence] : [],
  )
  return unreadCount ? ofStaff.slice(-unreadCount)[0] : undefined
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

/** Zero where none is stored. */
export function newestSequence(items: readonly TimelineItem[]): number {
  return items.reduce((newest, item) => (item.kind === 'stored' ? Math.max(newest, item.message.sequence) : newest), 0)
}
