import type { JSX } from 'solid-js'
import type { SupportChat, SupportChatEvents, SupportChatProperties } from './element.js'

type Properties = Omit<SupportChatProperties, 'server-url'>
type Given = { [P in keyof Properties as `prop:${P}`]?: Properties[P] }
type Listeners = { [E in keyof SupportChatEvents as `on:${E}`]?: ((event: SupportChatEvents[E]) => void) | undefined }

/** What `<support-chat>` takes in JSX of Solid: attributes, `prop:getToken` and the like, `on:support-chat-unread` and the like. */
export type SupportChatElementProps = JSX.HTMLAttributes<SupportChat> & SupportChatProperties & Given & Listeners

declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements {
      'support-chat': SupportChatElementProps
    }
  }
}
