import {
  computed,
  onScopeDispose,
  shallowRef,
  toValue,
  watch,
  type AllowedComponentProps,
  type ComputedRef,
  type MaybeRefOrGetter,
  type VNodeProps,
} from 'vue'
import type { SupportChatEvents } from './chat/events.js'
import type { SupportChatProperties } from './element/element-properties.js'
import { HeadlessChat, type SupportChatActions, type SupportChatOptions, type SupportChatState } from './headless.js'
import type { SupportChat } from './element/support-chat.js'

export type { ApiError, ChatError, ChatMessage, SupportMessage } from './headless.js'
export type { SupportChat, SupportChatActions, SupportChatEvents, SupportChatOptions, SupportChatState }

export type SupportChatRefs = { [K in keyof SupportChatState]: ComputedRef<SupportChatState[K]> }

/**
 * The signed-in user's conversation, for an interface of your own. Connects while the component, or the effect scope, is
 * there; needs no element on the page. Each call keeps messages of its own: call it once, and hand on what it gives.
 * @param options null while nobody is signed in. A ref, a getter or something reactive is followed.
 */
export function useSupportChat(
  options: MaybeRefOrGetter<SupportChatOptions | null>,
): SupportChatRefs & SupportChatActions {
  const current = () => {
    const given = toValue(options)
    return given && { ...given }
  }
  const chat = new HeadlessChat(current())
  const state = shallowRef(HeadlessChat.initialState)
  // A server renders the page without a connection.
  if (typeof window !== 'undefined') {
    onScopeDispose(chat.subscribe(() => (state.value = chat.state)))
    watch(current, (now) => chat.follow(now), { flush: 'sync' })
  }
  const { send, markAsRead, retry, discard, loadOlder, setTyping, logout } = chat
  return {
    messages: computed(() => state.value.messages),
    connected: computed(() => state.value.connected),
    unread: computed(() => state.value.unread),
    loaded: computed(() => state.value.loaded),
    hasMore: computed(() => state.value.hasMore),
    typing: computed(() => state.value.typing),
    error: computed(() => state.value.error),
    ...{ send, markAsRead, retry, discard, loadOlder, setTyping, logout },
  }
}

type Listeners = {
  [E in keyof SupportChatEvents as `on${Capitalize<Camel<E>>}`]?: ((event: SupportChatEvents[E]) => void) | undefined
}
type Camel<S extends string> = S extends `${infer Head}-${infer Tail}` ? `${Head}${Capitalize<Camel<Tail>>}` : S

/** What `<support-chat>` takes in a template. */
export type SupportChatElementProps = VNodeProps & AllowedComponentProps & SupportChatProperties & Listeners

declare module 'vue' {
  interface GlobalComponents {
    'support-chat': new () => SupportChat & { $props: SupportChatElementProps }
  }
}
