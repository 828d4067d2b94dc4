import type { PendingMessage, SupportMessage, TimelineItem } from '@support-chat/shared'
import { t } from '../language/words.js'
import { dayKey } from '../time/calendar.js'

/** One line of the log: a day's divider or a message. */
export type Row = DayRow | MessageRow

export interface DayRow {
  readonly kind: 'day'
  readonly key: string
  /** A time on that day. */
  readonly at: string
}

export interface MessageRow {
  readonly kind: 'message'
  /** The same while a message is on its way and once it is stored, so that its bubble stays the same element. */
  readonly key: string
  readonly side: 'user' | 'admin'
  readonly sender: string
  readonly content: string
  readonly at: string
  readonly state: 'stored' | 'sending' | 'failed'
  /** Set while the message is not stored. */
  readonly pending: PendingMessage | null
  /** First of its sender's run: says who wrote. */
  readonly opensGroup: boolean
  /** Last of its sender's run: says when, and has the tight corner. */
  readonly closesGroup: boolean
  readonly receipt: Receipt | null
}

/** What became of a message of ours. Only the newest stored one and the newest read one say it. */
export type Receipt = { kind: 'sent' } | { kind: 'read'; at: string }

/** Who is who in this chat. */
export interface Names {
  readonly user: string
  /** The signed-in member of staff. */
  readonly self: string
}

/** Messages of one sender within this time of each other stand together. */
const GROUP_MS = 5 * 60_000

type Draft = Omit<MessageRow, 'opensGroup' | 'closesGroup' | 'receipt'>

export function toRows(items: readonly TimelineItem[], names: Names): Row[] {
  const drafts = items.map((item) =>
    item.kind === 'stored' ? storedRow(item.message, names) : pendingRow(item.message, names),
  )
  const receipts = receiptsOf(items)
  return drafts.flatMap((draft, index): Row[] => {
    const before = drafts[index - 1]
    const after = drafts[index + 1]
    const row: MessageRow = {
      ...draft,
      opensGroup: !before || !belongTogether(before, draft),
      closesGroup: !after || !belongTogether(draft, after),
      receipt: receipts.get(index) ?? null,
    }
    const newDay = !before || dayKey(before.at) !== dayKey(draft.at)
    return newDay ? [{ kind: 'day', key: `day ${dayKey(draft.at)} ${draft.key}`, at: draft.at }, row] : [row]
  })
}

function storedRow(message: SupportMessage, names: Names): Draft {
  return {
    kind: 'message',
    key: `${message.sender_type} ${message.client_id ?? message.id}`,
    side: message.sender_type,
    sender: message.sender_type === 'user' ? names.user : (message.sender_name ?? t('conversation.support')),
    content: message.content,
    at: message.created_at,
    state: 'stored',
    pending: null,
  }
}

function pendingRow(message: PendingMessage, names: Names): Draft {
  return {
    kind: 'message',
    key: `admin ${message.client_id}`,
    side: 'admin',
    sender: names.self,
    content: message.content,
    at: message.created_at,
    state: message.state,
    pending: message,
  }
}

function belongTogether(a: Draft, b: Draft): boolean {
  return (
    a.side === b.side &&
    a.sender === b.sender &&
    dayKey(a.at) === dayKey(b.at) &&
    Math.abs(Date.parse(b.at) - Date.parse(a.at)) < GROUP_MS
  )
}

function receiptsOf(items: readonly TimelineItem[]): Map<number, Receipt> {
  const receipts = new Map<number, Receipt>()
  for (let index = items.length - 1; index >= 0; index--) {
    const item = items[index]
    if (item?.kind !== 'stored' || item.message.sender_type !== 'admin') continue
    if (item.message.read_at) return receipts.set(index, { kind: 'read', at: item.message.read_at })
    if (receipts.size === 0) receipts.set(index, { kind: 'sent' })
  }
  return receipts
}
