import { useEffect, useMemo, useState, useSyncExternalStore, type ClassAttributes, type HTMLAttributes } from 'react'
import type { SupportChatEvents } from './chat/events.js'
import type { SupportChatProperties } from './element/element-properties.js'
import { HeadlessChat, type SupportChatActions, type SupportChatOptions, type SupportChatState } from './headless.js'
import { SupportChat as Component, type SupportChatProps } from './element/react-component.js'
import type { SupportChat as Element } from './element/support-chat.js'

export type { ApiError, ChatError, ChatMessage, SupportMessage } from './headless.js'
export type { SupportChatActions, SupportChatEvents, SupportChatOptions, SupportChatProps, SupportChatState }

/** The component, and, as a type, the element that its `ref` gets. */
export const SupportChat = Component
export type SupportChat = Element

/**
 * The signed-in user's conversation, for an interface of your own. Connects while the component is mounted; needs no
 * element on the page. Each call keeps messages of its own: call it once, and hand on what it gives.
 * @param options null while nobody is signed in. A new object each time is fine: what counts is what is in it.
 */
export function useSupportChat(options: SupportChatOptions | null): SupportChatState & SupportChatActions {
  const [chat] = useState(() => new HeadlessChat(options))
  useEffect(() => chat.follow(options))
  const state = useSyncExternalStore(
    chat.subscribe,
    () => chat.state,
    () => HeadlessChat.initialState,
  )
  // Not one frame of the user before, though effects come after the first drawing.
  const shown = chat.isFor(options) ? state : HeadlessChat.initialState
  return useMemo(() => ({ ...shown, ...actionsOf(chat) }), [shown, chat])
}

const actionsOf = ({
  send,
  markAsRead,
  retry,
  discard,
  loadOlder,
  setTyping,
  logout,
}: HeadlessChat): SupportChatActions => ({
  send,
  markAsRead,
  retry,
  discard,
  loadOlder,
  setTyping,
  logout,
})

type Listeners = { [E in keyof SupportChatEvents as `on${E}`]?: ((event: SupportChatEvents[E]) => void) | undefined }

/** What `<support-chat>` takes in JSX. */
export type SupportChatElementProps = HTMLAttributes<Element> &
  ClassAttributes<Element> &
  SupportChatProperties &
  Listeners

declare module 'react' {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- the way to name an element to JSX
  namespace JSX {
    interface IntrinsicElements {
      'support-chat': SupportChatElementProps
    }
  }
}
