import { MAX_PAGE_SIZE, type SupportMessage } from '@support-chat/shared'
import type { ChatSession, ChatState } from '@support-chat/shared/client'

/** Where the log opens, and where it scrolls to later. */
export type ScrollTarget = { kind: 'end' } | { kind: 'unread' } | { kind: 'message'; sequence: number }

/** How far back the first unread message is looked for before the log opens, in messages. */
const MAX_UNREAD_SEARCHED = 600

export const storedIn = ({ items }: Pick<ChatState, 'items'>): SupportMessage[] =>
  items.flatMap((item) => (item.kind === 'stored' ? [item.message] : []))

/** Sequence of the newest message shown; 0 in an empty chat. */
export function newestSequence({ items }: Pick<ChatState, 'items'>): number {
  const newest = items.findLast((item) => item.kind === 'stored')
  return newest?.kind === 'stored' ? newest.message.sequence : 0
}

/**
 * Sequence of the first message of the user that staff have not read; null when there is none, or when it may stand
 * further back than what is loaded.
 */
export function firstUnread(state: ChatState): number | null {
  const theirs = storedIn(state).filter(({ sender_type }) => sender_type === 'user')
  const first = theirs.find(({ read_at }) => read_at === null)
  return first && (first !== theirs[0] || !state.hasMore) ? first.sequence : null
}

/** Loads older pages until the first unread message is among them. */
export async function bringUnread(session: ChatSession): Promise<void> {
  const unsure = () => {
    const oldest = storedIn(session.state).find(({ sender_type }) => sender_type === 'user')
    return oldest ? oldest.read_at === null : false
  }
  await loadBack(session, () => unsure() && session.state.items.length < MAX_UNREAD_SEARCHED)
}

/** Loads older pages until a message is among them. @returns whether it exists */
export async function bringMessage(session: ChatSession, sequence: number): Promise<boolean> {
  await loadBack(session, () => (storedIn(session.state)[0]?.sequence ?? 0) > sequence)
  return storedIn(session.state).some((message) => message.sequence === sequence)
}

async function loadBack(session: ChatSession, further: () => boolean): Promise<void> {
  await olderArrived(session)
  while (session.state.hasMore && further()) {
    const shown = session.state.items.length
    await session.loadOlder(MAX_PAGE_SIZE)
    // The request failed: what is loaded has to do.
    if (session.state.items.length === shown) return
  }
}

/** Waits for a page that scrolling up has asked for. */
function olderArrived(session: ChatSession): Promise<void> {
  if (!session.state.loadingOlder) return Promise.resolve()
  return new Promise((resolve) => {
    const stop = session.subscribe((state) => {
      if (state.loadingOlder) return
      stop()
      resolve()
    })
  })
}
