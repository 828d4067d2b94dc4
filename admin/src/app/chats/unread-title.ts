/** The page's title: how many chats wait, unless none does, and what is on the screen. */
export const unreadTitle = (unread: number, ...parts: string[]): string =>
  (unread > 0 ? `(${unread}) ` : '') + parts.join(' – ')
