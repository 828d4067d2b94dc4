import type { SupportMessage } from '@support-chat/shared'
import type { ChatError } from './chat-snapshot.js'

/**
 * What `<support-chat>` tells the page: the one list that what it emits, its types, its manifest and its documentation
 * are made from. The events bubble and are composed.
 */
export interface SupportChatEvents {
  /** It has drawn itself; its methods can be called. */
  'support-chat-ready': CustomEvent<null>
  /** The panel is about to open by what the user or `open()` does; cancelable. */
  'support-chat-before-open': CustomEvent<null>
  /** The panel opened. */
  'support-chat-open': CustomEvent<null>
  /** The panel is about to close by what the user or `close()` does; cancelable. */
  'support-chat-before-close': CustomEvent<null>
  /** The panel closed. */
  'support-chat-close': CustomEvent<null>
  /** A message of either side was stored. */
  'support-chat-message': CustomEvent<{ message: SupportMessage }>
  /** The number of unread messages changed. */
  'support-chat-unread': CustomEvent<{ count: number }>
  /** The sounds were turned off or on. */
  'support-chat-mute': CustomEvent<{ muted: boolean }>
  /** A user was signed in to the chat: their id, as the token has it in `sub`. */
  'support-chat-sign-in': CustomEvent<{ user: string }>
  /** That user is signed in no more: signed out, here or in another tab, or another took their place. */
  'support-chat-sign-out': CustomEvent<null>
  /** The connection came or went. */
  'support-chat-connection': CustomEvent<{ connected: boolean }>
  /** Something failed; `code` is one of the API's, or `wrong_user` where the token is not of the `user` named. */
  'support-chat-error': CustomEvent<ChatError>
}

/** An event without the prefix that keeps it apart from the page's own. */
export type EventName = keyof SupportChatEvents extends `support-chat-${infer Name}` ? Name : never

type Detail<N extends EventName> = SupportChatEvents[`support-chat-${N}`]['detail']

/** Name and detail, where it has one. */
export type EmittedEvent<N extends EventName> = Detail<N> extends null ? [name: N] : [name: N, detail: Detail<N>]

declare global {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- merged into the DOM's own map
  interface GlobalEventHandlersEventMap extends SupportChatEvents {}
}
