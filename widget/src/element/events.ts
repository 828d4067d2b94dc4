import type { SupportMessage } from '@support-chat/shared'
import type { ChatError } from '../chat/chat-snapshot.js'

/** What `<support-chat>` tells the page. The events bubble and are composed. */
export interface SupportChatEvents {
  'support-chat-ready': CustomEvent<null>
  'support-chat-open': CustomEvent<null>
  'support-chat-close': CustomEvent<null>
  'support-chat-message': CustomEvent<{ message: SupportMessage }>
  'support-chat-unread': CustomEvent<{ count: number }>
  'support-chat-connection': CustomEvent<{ connected: boolean }>
  'support-chat-error': CustomEvent<ChatError>
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- merged into the DOM's own map
  interface GlobalEventHandlersEventMap extends SupportChatEvents {}
}
