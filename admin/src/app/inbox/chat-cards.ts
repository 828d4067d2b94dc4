import type { SupportChatListItem, SupportMessage } from '@support-chat/shared'
import { fold, PREVIEW_LENGTH } from '@support-chat/shared'

/** Which chats a list shows; all of it stands in the URL. */
export interface InboxQuery {
  readonly archived: boolean
  /** Only chats that wait for staff. */
  readonly unread: boolean
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

/**
 * Takes in a chat as the server has just told it: put in its place, moved, changed where it stands, or taken out. A chat
 * that has been read stays in a list of unread ones, marked as read: when it goes is up to the view.
 */
export function applyUpdate(page: CardPage, chat: SupportChatListItem, query: InboxQuery): CardPage {
  const known = page.cards.find((card) => card.id === chat.id)
  // Two servers may tell in the wrong order; messages are never deleted, so fewer of them is the older news.
  if (known && known.message_count > chat.message_count) return page
  const others = known ? page.cards.filter((card) => card !== known) : page.cards
  if (chat.archived !== query.archived || (!known && !matches(chat, query))) return { ...page, cards: others }
  if (!known && isBeyond(page, chat)) return page
  return { ...page, cards: insert(others, { ...lasting(known), ...chat }) }
}

/** Appends the next page. A chat that has moved up meanwhile is here already and stays where it is. */
export function appendPage(page: CardPage, next: CardPage): CardPage {
  const known = new Set(page.cards.map((card) => card.id))
  const added = next.cards.filter((card) => !known.has(card.id))
  return { cards: [...page.cards, ...added], nextCursor: next.nextCursor }
}

/** Puts a newly fetched beginning in the place of the old one; what is loaded beyond its end stays. */
export function replaceHead(page: CardPage, head: CardPage): CardPage {
  const last = head.cards.at(-1)
  if (head.nextCursor === null || !last) return head
  const known = new Set(head.cards.map((card) => card.id))
  const tail = page.cards.filter((card) => byNewest(card, last) > 0 && !known.has(card.id))
  return tail.length > 0 ? { cards: [...head.cards, ...tail], nextCursor: page.nextCursor } : head
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

/** What news of a chat may leave out. */
function lasting(known: SupportChatListItem | undefined): Partial<SupportChatListItem> {
  return { match: known?.match, user_online: known?.user_online }
}

/** The server searches message text too; of a chat not listed yet only what its card shows can be compared here. */
function matches(chat: SupportChatListItem, { q, unread }: InboxQuery): boolean {
  if (unread && !chat.unread) return false
  const text = fold([chat.user_email, chat.user_name, chat.last_message_preview].join(' '))
  return fold(q)
    .split(/\s+/)
    .every((word) => text.includes(word))
}

/** Older than everything loaded, with more to load: the page that holds it is still to come. */
function isBeyond({ cards, nextCursor }: CardPage, chat: SupportChatListItem): boolean {
  const last = cards.at(-1)
  return nextCursor !== null && last !== undefined && byNewest(chat, last) > 0
}

function insert(cards: readonly SupportChatListItem[], chat: SupportChatListItem): SupportChatListItem[] {
  const index = cards.findIndex((card) => byNewest(card, chat) > 0)
  return index === -1 ? [...cards, chat] : [...cards.slice(0, index), chat, ...cards.slice(index)]
}
