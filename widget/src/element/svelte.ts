import type { SupportChatEvents } from '../chat/events.js'
import type { SupportChatProperties } from './element-properties.js'

type Listeners = {
  [E in keyof SupportChatEvents as `on${E}` | `on:${E}`]?: ((event: SupportChatEvents[E]) => void) | undefined
}

/** What `<support-chat>` takes in a template of Svelte: `onsupport-chat-message`, or `on:support-chat-message` before version 5. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- whatever else Svelte lets one write on any element
export type SvelteElementProps = SupportChatProperties & Listeners & Record<string, any>

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- the way to name an element to Svelte
  namespace svelteHTML {
    interface IntrinsicElements {
      'support-chat': SvelteElementProps
    }
  }
}
