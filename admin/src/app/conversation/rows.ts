import type { PendingMessage, SupportMessage, TimelineItem } from '@support-chat/shared'
import { t } from '../language/words.js'
import { dayKey } from '../time/calendar.js'

/** One line of the log: a day's divider, the divider before what is new, or a message. */
export type Row = DayRow | UnreadRow | MessageRow

export interface DayRow {
  readonly kind: 'day'
  readonly key: string
  /** A time on that day. */
  readonly at: string
}

/** Stands before the first message that nobody had read when the chat was opened. */
export interface UnreadRow {
  readonly kind: 'unread'
  readonly key: string
}

export interface MessageRow {
  readonly kind: 'message'
  /** The same while a message is on its way and once it is stored, so that its bubble stays the same element. */
  readonly key: string
  /** Null while it is not stored. */
  readonly sequence: number | null
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
  /** When the other side read it. */
  readonly readAt: string | null
  /** Says by itself what became of it: only the newest staff message and the newest read one do. */
  readonly tellsDelivery: boolean
}

/** Who is who in this chat. */
export interface Names {
  readonly user: string
  /** The signed-in member of staff. */
  readonly self: string
}

/** Messages of one sender within this time of each other stand together. */
const GROUP_MS = 5 * 60_000

type Draft = Omit<MessageRow, 'opensGroup' | 'closesGroup' | 'tellsDelivery'>

/** @param unreadFrom sequence of the first message under the divider; null for no divider */
export function toRows(items: readonly TimelineItem[], names: Names, unreadFrom: number | null = null): Row[] {
  const drafts = items.map((item) =>
    item.kind === 'stored' ? storedRow(item.message, names) : pendingRow(item.message, names),
  )
  const telling = tellingDelivery(drafts)
  const isNew = (draft: Draft) => unreadFrom !== null && draft.sequence === unreadFrom
  return drafts.flatMap((draft, index): Row[] => {
    const before = drafts[index - 1]
    const after = drafts[index + 1]
    const row: MessageRow = {
      ...draft,
      opensGroup: !before || isNew(draft) || !belongTogether(before, draft),
      closesGroup: !after || isNew(after) || !belongTogether(draft, after),
      tellsDelivery: telling.has(draft),
    }
    const rows: Row[] = [row]
    if (isNew(draft)) rows.unshift({ kind: 'unread', key: 'unread' })
    if (!before || dayKey(before.at) !== dayKey(draft.at)) {
      rows.unshift({ kind: 'day', key: `day ${dayKey(draft.at)} ${draft.key}`, at: draft.at })
    }
    return rows
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
    sequence: message.sequence,
    readAt: message.read_at,
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
    sequence: null,
    readAt: null,
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

function tellingDelivery(drafts: readonly Draft[]): Set<Draft | undefined> {
  const ours = drafts.filter(({ side, state }) => side === 'admin' && state === 'stored')
  return new Set([ours.at(-1), ours.findLast(({ readAt }) => readAt)])
}
