import type { PendingMessage, SupportMessage, TimelineItem } from '@support-chat/shared'
import { isSameDay } from '@support-chat/shared/view'

/** One line of the log. */
export type Row =
  | { kind: 'day'; key: string; at: string }
  | {
      kind: 'message'
      key: string
      /** The user's own. */
      own: boolean
      /** First and last of a run of messages of one sender: names stand above the first, times below the last. */
      first: boolean
      last: boolean
      /** The last of the user's messages that staff have read. */
      seen: boolean
      message: SupportMessage | PendingMessage
      stored: SupportMessage | null
      pending: PendingMessage | null
    }

export type MessageRow = Extract<Row, { kind: 'message' }>

/** Messages further apart than this do not belong together, in milliseconds. */
const RUN_GAP = 5 * 60_000

/** Puts day dividers between messages and groups them by sender. */
export function rowsOf(items: readonly TimelineItem[]): Row[] {
  const rows: Row[] = []
  let before: MessageRow | null = null
  let lastSeen: MessageRow | null = null
  for (const item of items) {
    const row = messageRow(item)
    const sameDay = before !== null && isSameDay(before.message.created_at, row.message.created_at)
    if (!sameDay) rows.push({ kind: 'day', key: `day ${row.key}`, at: row.message.created_at })
    if (before && sameDay && isSameRun(before, row)) {
      row.first = false
      before.last = false
    }
    if (row.own && row.stored?.read_at) lastSeen = row
    rows.push(row)
    before = row
  }
  if (lastSeen) lastSeen.seen = true
  return rows
}

function messageRow({ kind, message }: TimelineItem): MessageRow {
  const [stored, pending] = kind === 'stored' ? [message, null] : [null, message]
  const own = stored?.sender_type !== 'admin'
  // The same before and after it was stored, so that the bubble on the screen stays the same one.
  const key = (own && message.client_id) || (stored?.id ?? '')
  return { kind: 'message', key, own, first: true, last: true, seen: false, message, stored, pending }
}

function isSameRun(one: MessageRow, other: MessageRow): boolean {
  return (
    one.own === other.own &&
    (one.own || one.stored?.sender_name === other.stored?.sender_name) &&
    one.pending?.state !== 'failed' &&
    Math.abs(Date.parse(other.message.created_at) - Date.parse(one.message.created_at)) < RUN_GAP
  )
}
