import type { ApiError } from '../../contract/errors.js'
import type { TimelineItem } from './timeline.js'
import type { Welcome } from './welcome.js'

/** All a view needs to show one conversation. A new object on every change; never changed in place. */
export interface ChatState {
  /** Null until the first page of a user's chat has arrived. */
  chatId: string | null
  /** The first page has arrived. */
  loaded: boolean
  /** Why the conversation cannot be shown (`not_found`, `forbidden` …); null while it can be, or is tried again. */
  error: ApiError | null
  /** Stored messages by sequence, then those on their way. */
  items: readonly TimelineItem[]
  /** Older messages exist on the server. */
  hasMore: boolean
  /** The page before the oldest message is being fetched. */
  loadingOlder: boolean
  /** Messages of the other side that this side has not read. */
  unreadCount: number
  /** The other side is typing now. */
  otherTyping: boolean
  /** Who of them, where that is known. */
  typingName: string | null
  /** The other side is connected; null while unknown. */
  otherOnline: boolean | null
  /** Null for staff, and until the first page has arrived. */
  welcome: Welcome | null
}

/** The state before anything is known. */
export const NO_CHAT: ChatState = {
  chatId: null,
  loaded: false,
  error: null,
  items: [],
  hasMore: false,
  loadingOlder: false,
  unreadCount: 0,
  otherTyping: false,
  typingName: null,
  otherOnline: null,
  welcome: null,
}
