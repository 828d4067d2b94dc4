import type { Attachment, PendingMessage, SupportMessage, SupportNote, TimelineItem } from '@support-chat/shared'
import { type DayRow, type Grouped, groupMessages, messageKey } from '@support-chat/shared/view'
import { t } from '../language/words.js'

/** One line of the log: a day's divider, the divider before what is new, a message, or a private note. */
export type Row = DayRow | UnreadRow | MessageRow | NoteRow

/** Stands before the first message that nobody had read when the chat was opened. */
export interface UnreadRow {
  readonly kind: 'unread'
  readonly key: string
}

/** A private note of staff. */
export interface NoteRow {
  readonly kind: 'note'
  readonly key: string
  readonly note: SupportNote
}

interface Message {
  readonly kind: 'message'
  readonly key: string
  /** Both null while it is not stored. */
  readonly id: string | null
  readonly sequence: number | null
  readonly side: 'user' | 'admin'
  readonly sender: string
  readonly content: string
  readonly attachments: readonly Attachment[]
  /** Its text was removed: `content` says so. */
  readonly redacted: boolean
  readonly at: string
  readonly state: 'stored' | 'sending' | 'failed'
  /** Set while the message is not stored. */
  readonly pending: PendingMessage | null
  /** When the other side read it. */
  readonly readAt: string | null
  /** Shows in words what became of it: only the newest staff message and the newest read one do. */
  readonly showsDelivery: boolean
}

/** What is written about a message, and left out where the message before or after it says so. */
interface Captions {
  /** Another one spoke before. */
  readonly showsName: boolean
  /** The next message is more than ten minutes away. */
  readonly showsTime: boolean
}

export type MessageRow = Message & Grouped & Captions

/** What is said within this time of each other needs one time for all of it. */
const TIME_GAP_MS = 10 * 60_000

/** Who is who in this chat. */
export interface Names {
  readonly user: string
  /** The signed-in member of staff. */
  readonly self: string
}

/** @param unreadFrom sequence of the first message under the divider; null for no divider */
export function toRows(items: readonly TimelineItem[], names: Names, unreadFrom: number | null = null): Row[] {
  const showing = showingDelivery(items)
  const messages = items.map((item): Message => ({
    kind: 'message',
    key: messageKey(item, 'admin'),
    content: item.message.content,
    redacted: false,
    at: item.message.created_at,
    showsDelivery: showing.includes(item),
    ...(item.kind === 'stored' ? storedMessage(item.message, names) : pendingMessage(item.message, names)),
  }))
  const isNew = ({ sequence }: Message) => sequence !== null && sequence === unreadFrom
  const rows = groupMessages(
    withCaptions(messages),
    (before, next) => before.side === next.side && before.sender === next.sender && !isNew(next),
  )
  return rows.flatMap<Row>((row) =>
    row.kind === 'message' && isNew(row) ? [{ kind: 'unread', key: 'unread' }, row] : row,
  )
}

const withCaptions = (messages: readonly Message[]): (Message & Captions)[] =>
  messages.map((message, index) => {
    const [before, next] = [messages[index - 1], messages[index + 1]]
    return {
      ...message,
      showsName: before?.side !== message.side || before.sender !== message.sender,
      showsTime: !next || Date.parse(next.at) - Date.parse(message.at) > TIME_GAP_MS,
    }
  })

const storedMessage = (message: SupportMessage, names: Names) => ({
  side: message.sender_type,
  sender: message.sender_type === 'user' ? names.user : (message.sender_name ?? t('conversation.support')),
  state: 'stored' as const,
  id: message.id,
  sequence: message.sequence,
  readAt: message.read_at,
  attachments: message.attachments,
  ...(message.redacted_at && { redacted: true, content: t('message.redacted') }),
  pending: null,
})

const pendingMessage = (message: PendingMessage, names: Names) => ({
  side: 'admin' as const,
  sender: names.self,
  state: message.state,
  id: null,
  sequence: null,
  readAt: null,
  attachments: [],
  pending: message,
})

function showingDelivery(items: readonly TimelineItem[]): (TimelineItem | undefined)[] {
  const ours = items.filter(({ kind, message }) => kind === 'stored' && message.sender_type === 'admin')
  return [ours.at(-1), ours.findLast(({ kind, message }) => kind === 'stored' && message.read_at)]
}
