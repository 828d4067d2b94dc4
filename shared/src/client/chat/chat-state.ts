import type { ApiError } from '../../contract/errors.js'
import type { TimelineItem } from './timeline.js'

/** All a view needs to draw one conversation. A new object on every change; never changed in place. */
export interface ChatState {
  /** Null until the user's chat is known. */
  chatId: string | null
  /** The first page has arrived. */
  loaded: boolean
  /** Why the conversation cannot be shown (`not_found`, `forbidden` …); null while it can, or will by itself. */
  error: ApiError | null
  items: readonly TimelineItem[]
  /** Older messages exist on the server. */
  hasMore: boolean
  loadingOlder: boolean
  /** Messages of the other side that this side has not read. */
  unreadCount: number
  /** The other side is typing now. */
  otherTyping: boolean
  /** The other side is connected; null while unknown. */
  otherOnline: boolean | null
}

/** What there is to draw before anything is known. */
export const NO_CHAT: ChatState = {
  chatId: null,
  loaded: false,
  error: null,
  items: [],
  hasMore: false,
  loadingOlder: false,
  unreadCount: 0,
  otherTyping: false,
  otherOnline: null,
}
