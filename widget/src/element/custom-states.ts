import type { ChatSnapshot } from '../chat/chat-snapshot.js'

/**
 * Shows the page's style sheet how it is with the chat: `support-chat:state(unread)`. Older browsers have no such states,
 * or refuse their names.
 */
export function showStates(
  states: CustomStateSet | undefined,
  open: boolean,
  { isOpen, chat, connection }: ChatSnapshot,
): void {
  const holds = { open, unread: chat.unreadCount, offline: isOpen && connection.status === 'offline' }
  try {
    for (const name in holds) states?.[holds[name as 'open'] ? 'add' : 'delete'](name)
  } catch {
    // Names had to begin with two dashes.
  }
}
