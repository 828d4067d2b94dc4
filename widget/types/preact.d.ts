import type { JSX, Ref } from 'preact'
import type { SupportChat, SupportChatEvents, SupportChatProperties } from './element.js'

type Listeners = { [E in keyof SupportChatEvents as `on${E}`]?: ((event: SupportChatEvents[E]) => void) | undefined }

/** What `<support-chat>` takes in JSX of Preact. */
export type SupportChatElementProps = Omit<JSX.IntrinsicElements['div'], 'ref'> &
  SupportChatProperties &
  Listeners & { ref?: Ref<SupportChat> | undefined }

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'support-chat': SupportChatElementProps
    }
  }
}
