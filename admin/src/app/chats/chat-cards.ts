import type { SupportChatListItem, SupportMessage } from '@support-chat/shared'
import { placesOf, PREVIEW_LENGTH, searchWords } from '@support-chat/shared'
import { truncate } from '../language/truncate.js'

/** Whom a chat is with, and whether it is archived. */
export type Chat = Pick<SupportChatListItem, 'id' | 'user_email' | 'user_name' | 'archived'>

/** Which chats a list shows; all of it stands in the URL. */
export interface ChatQuery {
  readonly archived: boolean
  /** Only chats with messages that staff have not read. */
  readonly unread: boolean
  readonly q: string
}

/** A page of a list, or several in a row. */
export interface CardPage {
  readonly cards: readonly SupportChatListItem[]
  /** Where the next page starts; null when everything is here. */
  readonly nextCursor: string | null
}

export const isSameList = (a: ChatQuery, b: ChatQuery): boolean =>
  a.archived === b.archived && a.unread === b.unread && a.q === b.q

/** Newest first, a chat that was put off by when it was due. The id settles ties, so that the order never wavers. */
export function byNewest(a: SupportChatListItem, b: SupportChatListItem): number {
  const [first, second] = [a.listed_at ?? '', b.listed_at ?? '']
  if (first !== second) return first < second ? 1 : -1
  return a.id < b.id ? 1 : a.id > b.id ? -1 : 0
}

/**
 * Whether a chat that is not listed yet belongs to the list. The server searches message text too; here only what the
 * card shows can be compared.
 */
export function belongs(chat: SupportChatListItem, { archived, q, unread }: ChatQuery): boolean {
  if (chat.archived !== archived || (unread && !chat.unread)) return false
  const words = searchWords(q)
  if (q.trim() && words.length === 0) return false
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
    last_message_attachment: null,
    listed_at: message.created_at,
    message_count: message.sequence,
    unread: true,
    needs_reply: true,
    waiting_since: chat.waiting_since ?? message.created_at,
    archived: false,
    snoozed_until: null,
  }
}

/** Updates by way of two servers may arrive in the wrong order. Neither messages nor versions ever become fewer. */
export const isOlder = (chat: SupportChatListItem, known: SupportChatListItem): boolean =>
  chat.message_count < known.message_count || chat.version < known.version
