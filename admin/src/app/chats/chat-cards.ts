import type { SupportChatListItem, SupportMessage, TeamState } from '@support-chat/shared'
import { placesOf, PREVIEW_LENGTH, searchWords } from '@support-chat/shared'
import { withoutFilters } from './search/filters.js'
import { truncate } from '../language/truncate.js'

/** Whom a chat is with, whether it is archived and, as far as it is known, who takes care of it. */
export type Chat = Pick<SupportChatListItem, 'id' | 'user_email' | 'user_name' | 'archived'> & Partial<TeamState>

/** The views beside active, archived and unread chats. */
export const LIST_VIEWS = ['needs_reply', 'mine', 'unassigned', 'snoozed', 'mentions'] as const
export type ListView = (typeof LIST_VIEWS)[number]

/** Which chats a list shows; all of it stands in the URL. */
export interface ChatQuery {
  readonly archived: boolean
  /** Only chats with messages that staff have not read. */
  readonly unread: boolean
  readonly q: string
  readonly view?: ListView | undefined
  /** Whose chats the view `mine` has. */
  readonly staffId?: string | undefined
}

/** A page of a list, or several in a row. */
export interface CardPage {
  readonly cards: readonly SupportChatListItem[]
  /** Where the next page starts; null when everything is here. */
  readonly nextCursor: string | null
}

export const isSameList = (a: ChatQuery, b: ChatQuery): boolean =>
  a.archived === b.archived && a.unread === b.unread && a.q === b.q && a.view === b.view

/** Who waits longest stands first where one goes through those who wait; of a search, who is found by name or address. */
export const orderOf = ({ view, q }: ChatQuery): typeof byNewest =>
  view === 'needs_reply' ? byWaiting : q.trim() ? byRelevance : byNewest

const byRelevance = (a: SupportChatListItem, b: SupportChatListItem): number =>
  Number(b.found_in === 'user') - Number(a.found_in === 'user') || byNewest(a, b)

function byWaiting(a: SupportChatListItem, b: SupportChatListItem): number {
  const [first, second] = [a.waiting_since ?? '~', b.waiting_since ?? '~']
  if (first !== second) return first < second ? -1 : 1
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

/** Newest first, a chat that was put off by when it was due. The id settles ties, so that the order never wavers. */
export function byNewest(a: SupportChatListItem, b: SupportChatListItem): number {
  const [first, second] = [a.listed_at ?? '', b.listed_at ?? '']
  if (first !== second) return first < second ? 1 : -1
  return a.id < b.id ? 1 : a.id > b.id ? -1 : 0
}

/** Whether a chat is one of the view's, as far as its card tells: only the server knows who is mentioned where. */
export function isInView(chat: SupportChatListItem, { archived, unread, view, staffId, q }: ChatQuery): boolean {
  if (chat.archived !== archived || (unread && !chat.unread)) return false
  if (view === 'snoozed') return chat.snoozed_until !== null
  if (chat.snoozed_until !== null && !archived && q.trim() === '') return false
  if (view === 'needs_reply') return chat.needs_reply
  if (view === 'mine') return chat.assignee !== null && chat.assignee.id === staffId
  return view !== 'unassigned' || chat.assignee === null
}

/**
 * Whether a chat that is not listed yet belongs to the list. The server searches message text too; here only what the
 * card shows can be compared.
 */
export function belongs(chat: SupportChatListItem, query: ChatQuery): boolean {
  const { q, view } = query
  if (!isInView(chat, query) || view === 'mentions') return false
  const text = withoutFilters(q)
  const words = searchWords(text)
  // Only the server knows what filters find.
  if (text !== q.trim() || (text && words.length === 0)) return false
  const holdsAll = (text: string) => placesOf(words, text).every((places) => places.length > 0)
  return holdsAll(`${chat.user_email} ${chat.user_name ?? ''}`) || holdsAll(chat.last_message_preview ?? '')
}

/** The card after a new message of the user, which arrives before the update of the chat. */
export function withUserMessage(chat: SupportChatListItem, message: SupportMessage): SupportChatListItem {
  if (message.sequence <= chat.message_count) return chat
  return {
    ...chat,
    last_message_at: message.created_at,
    last_message_preview: truncate(message.content, PREVIEW_LENGTH),
    last_message_sender: 'user',
    last_message_sender_name: message.sender_name,
    last_message_attachment: message.content ? null : (message.attachments[0] ?? null),
    listed_at: message.created_at,
    message_count: message.sequence,
    unread: true,
    needs_reply: true,
    waiting_since: chat.waiting_since ?? message.created_at,
    archived: false,
    snoozed_until: null,
  }
}

/** What tells of two states of a chat which one is the older. */
export type ChatAge = Pick<SupportChatListItem, 'message_count' | 'version'>

/** Updates by way of two servers may arrive in the wrong order. Neither messages nor versions ever become fewer. */
export const isOlder = (chat: ChatAge, known: ChatAge): boolean =>
  chat.message_count < known.message_count || chat.version < known.version
