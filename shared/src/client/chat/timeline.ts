import type { Redaction, SenderType, SupportMessage } from '../../contract/user-api.js'
import type { PendingMessage } from '../outbox/pending-message.js'

/** One line of a conversation, in the order to show them: stored by sequence, then what is still on its way. */
export type TimelineItem = { kind: 'stored'; message: SupportMessage } | { kind: 'pending'; message: PendingMessage }

/** Up to where one side has read. */
export interface ReadMark {
  reader_type: SenderType
  up_to_sequence: number
  read_at: string
}

/**
 * What one side knows of a conversation. Immutable: every function here returns a new one, or the same one where nothing
 * changed. `stored` never has a gap, so that `last` and `head` tell whether something is missing.
 */
export interface Timeline {
  /** Whose view of it this is. */
  readonly side: SenderType
  /** Shown, oldest first, one sequence after the other. */
  readonly stored: readonly SupportMessage[]
  /** Arrived before something that is missing in front of them; by sequence. */
  readonly held: readonly SupportMessage[]
  /** Sequence of the newest shown message; 0 in an empty chat, null until the first page. */
  readonly last: number | null
  /** Highest sequence known to exist. */
  readonly head: number
  readonly reads: Readonly<Record<SenderType, ReadMark | null>>
}

/** How many messages are held behind a gap. What does not fit is fetched with the gap. */
export const MAX_HELD = 500

export const emptyTimeline = (side: SenderType): Timeline => ({
  side,
  stored: [],
  held: [],
  last: null,
  head: 0,
  reads: { user: null, admin: null },
})

/** The first page: the newest messages, oldest first. What arrived before it falls into place behind it. */
export function openTimeline(timeline: Timeline, page: readonly SupportMessage[], head: number): Timeline {
  const last = timeline.last ?? (page[0]?.sequence ?? 1) - 1
  return receive({ ...timeline, last }, page, head)
}

/**
 * Messages from anywhere, in any order, any number of times: broadcasts, acknowledgements, pages of a catch-up. Shows
 * what continues the conversation, holds what is ahead of it, drops what is known.
 * @param head how far the chat goes, where the server has said so.
 */
export function receive(timeline: Timeline, incoming: readonly SupportMessage[], head = 0): Timeline {
  const floor = timeline.last ?? 0
  const ahead = new Map(timeline.held.map((message) => [message.sequence, message]))
  const known = incoming.filter((message) => message.sequence <= floor)
  for (const message of incoming) {
    if (message.sequence > floor && !ahead.get(message.sequence)?.read_at) ahead.set(message.sequence, message)
  }
  const added: SupportMessage[] = []
  for (let next; timeline.last !== null && (next = ahead.get(floor + added.length + 1));) {
    ahead.delete(next.sequence)
    added.push(withReads(next, timeline.reads))
  }
  const held = [...ahead.values()].sort((a, b) => a.sequence - b.sequence)
  const stored = refreshed(timeline.stored, known)
  const news = known.length < incoming.length || added.length || head > timeline.head
  if (!news && stored === timeline.stored) return timeline
  return {
    ...timeline,
    stored: [...stored, ...added],
    held: held.slice(0, MAX_HELD),
    last: timeline.last === null ? null : floor + added.length,
    head: Math.max(timeline.head, head, floor + added.length, held.at(-1)?.sequence ?? 0),
  }
}

/** A page of older messages, contiguous with the oldest one shown; what is not contiguous with it is left out. */
export function prepend(timeline: Timeline, page: readonly SupportMessage[]): Timeline {
  const bySequence = new Map(page.map((message) => [message.sequence, message]))
  const older: SupportMessage[] = []
  for (let next, at = firstSequence(timeline) - 1; (next = bySequence.get(at)); at--) {
    older.unshift(withReads(next, timeline.reads))
  }
  if (!older.length) return timeline
  return { ...timeline, stored: [...older, ...timeline.stored] }
}

/** Empties the messages whose text was removed. @param removals by id */
export function redact(timeline: Timeline, removals: ReadonlyMap<string, Redaction>): Timeline {
  const removalOf = ({ id, redacted_at }: SupportMessage) => (redacted_at ? undefined : removals.get(id))
  if (![...timeline.stored, ...timeline.held].some(removalOf)) return timeline
  const empty = (message: SupportMessage) => {
    const removal = removalOf(message)
    return removal ? { ...message, content: '', attachments: [], redacted_at: removal.redacted_at } : message
  }
  return { ...timeline, stored: timeline.stored.map(empty), held: timeline.held.map(empty) }
}

/** The sequence to fetch after; null while nothing is missing. */
export const gapAfter = (timeline: Timeline): number | null =>
  timeline.last !== null && timeline.head > timeline.last ? timeline.last : null

/** Sequence of the oldest message shown. */
export const firstSequence = (timeline: Timeline): number => timeline.stored[0]?.sequence ?? (timeline.last ?? 0) + 1

/** One side has read. Only ever moves forward; also covers messages that arrive later than the news of their reading. */
export function applyRead(timeline: Timeline, mark: ReadMark): Timeline {
  const before = timeline.reads[mark.reader_type]
  if (before && before.up_to_sequence >= mark.up_to_sequence) return timeline
  const reads = { ...timeline.reads, [mark.reader_type]: mark }
  return { ...timeline, reads, stored: timeline.stored.map((message) => withReads(message, reads)) }
}

/** Whether what this side wrote under `clientId` is shown as the server has stored it. */
export const isShown = ({ stored, side }: Timeline, clientId: string): boolean =>
  stored.some((message) => message.sender_type === side && message.client_id === clientId)

/** What to show. @param pending in the order they were written; left out where their stored form is shown */
export const timelineItems = (timeline: Timeline, pending: readonly PendingMessage[]): TimelineItem[] => [
  ...timeline.stored.map((message) => ({ kind: 'stored' as const, message })),
  ...pending
    .filter(({ client_id }) => !isShown(timeline, client_id))
    .map((message) => ({ kind: 'pending' as const, message })),
]

/** How many shown messages of the other side are unread, where this side has read up to `readUpTo`. */
export const unreadIn = ({ stored, side }: Timeline, readUpTo: number): number =>
  stored.filter((message) => message.sender_type !== side && !message.read_at && message.sequence > readUpTo).length

function withReads(message: SupportMessage, reads: Timeline['reads']): SupportMessage {
  const mark = reads[message.sender_type === 'user' ? 'admin' : 'user']
  if (message.read_at || !mark || message.sequence > mark.up_to_sequence) return message
  return { ...message, read_at: mark.read_at }
}

/** Fetched again, a message can only have gained its `read_at`. */
function refreshed(stored: readonly SupportMessage[], again: readonly SupportMessage[]): readonly SupportMessage[] {
  const first = stored[0]?.sequence ?? 0
  const read = again.filter((message) => message.read_at && stored[message.sequence - first]?.read_at === null)
  if (!read.length) return stored
  const next = [...stored]
  for (const message of read) next[message.sequence - first] = message
  return next
}
