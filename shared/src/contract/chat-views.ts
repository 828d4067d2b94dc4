/** The views of the console's list, beside all active chats and all archived ones. */
export const CHAT_VIEWS = ['needs_reply', 'unread', 'mine', 'unassigned', 'snoozed', 'mentions'] as const

export type ChatView = (typeof CHAT_VIEWS)[number]

/**
 * Orders of the list: newest message first; who waits longest first; or, of a search, whose name or address is found before
 * those of whom a message is.
 */
export const CHAT_SORTS = ['newest', 'waiting', 'relevance'] as const

export type ChatSort = (typeof CHAT_SORTS)[number]
