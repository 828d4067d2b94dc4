import type { SupportChatListItem, SupportMessage } from '@support-chat/shared'
import { PREVIEW_LENGTH } from '@support-chat/shared'

/** Which chats a list shows; both stand in the URL. */
export interface InboxQuery {
  readonly archived: boolean
  readonly q: string
}

/** A stretch of a list, from its newest chat on, in the server's order. */
export interface CardPage {
  readonly cards: readonly SupportChatListItem[]
  /** Where the next page starts; null when everything is here. */
  readonly nextCursor: string | null
}

/** Newest message first; chats without one last. The id settles ties, so that the order never wavers. */
export function byNewest(a: SupportChatListItem, b: SupportChatListItem): number {
  const [first, second] = [a.last_message_at ?? '', b.last_message_at ?? '']
  if (first !== second) return first < second ? 1 : -1
  return a.id < b.id ? 1 : a.id > b.id ? -1 : 0
}

/** Takes in a chat as the server has just told it: put in its place, moved, changed where it stands, or taken out. */
export function applyUpdate(page: CardPage, chat: SupportChatListItem, query: InboxQuery): CardPage {
  const known = page.cards.find((card) => card.id === chat.id)
  // Two servers may tell in the wrong order; messages are never deleted, so fewer of them is the older news.
  if (known && known.message_count > chat.message_count) return page
  const others = known ? page.cards.filter((card) => card !== known) : page.cards
  if (chat.archived !== query.archived || (!known && !matches(chat, query.q))) return { ...page, cards: others }
  if (!known && isBeyond(page, chat)) return page
  return { ...page, cards: [...others, chat].sort(byNewest) }
}

/** Appends the next page. A chat that has moved up meanwhile is here already and stays where it is. */
export function appendPage(page: CardPage, next: CardPage): CardPage {
  const known = new Set(page.cards.map((card) => card.id))
  const added = next.cards.filter((card) => !known.has(card.id))
  return { cards: [...page.cards, ...added], nextCursor: next.nextCursor }
}

/** The card as it will be told after a user's message; the message itself arrives first. */
export function withUserMessage(chat: SupportChatListItem, message: SupportMessage): SupportChatListItem {
  if (message.sequence <= chat.message_count) return chat
  return {
    ...chat,
    last_message_at: message.created_at,
    last_message_preview: Array.from(message.content).slice(0, PREVIEW_LENGTH).join(''),
    last_message_sender: 'user',
    message_count: message.sequence,
    unread: true,
    archived: false,
  }
}

/** The server searches message text too; of a chat not listed yet only what its card shows can be compared here. */
function matches(chat: SupportChatListItem, q: string): boolean {
  const text = [chat.user_email, chat.user_name, chat.last_message_preview].join(' ').toLowerCase()
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

/** Older than everything loaded, with more to load: the page that holds it is still to come. */
function isBeyond({ cards, nextCursor }: CardPage, chat: SupportChatListItem): boolean {
  const last = cards.at(-1)
  return nextCursor !== null && last !== undefined && byNewest(chat, last) > 0
}
