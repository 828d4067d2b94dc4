import type { Attributes, SupportMessage } from '@support-chat/shared'
import type { EmittedEvent, EventName } from './events.js'
import type { DemoMode, SessionSource } from './session.js'
import type { TokenSource } from './token-provider.js'

/** What a chat needs of the view that shows it: of the element, or of a view of the page's own. */
export interface ChatHost extends TokenSource {
  /** Typed loosely: pages assign a `URL` too. */
  readonly serverUrl: string | URL
  readonly credentials: 'include' | 'omit'
  readonly hideVisits: boolean
  readonly context: Readonly<Attributes> | null | undefined
  readonly sessionSource: SessionSource | undefined
  readonly mock: boolean
  /** It may connect. */
  readonly isActive: boolean
  /** The user can see the chat. */
  readonly shown: boolean
  readonly opened: boolean
  /** The page has not said who its user is. */
  readonly signedOut: boolean
  /** Fetches what `mock` shows. */
  readonly loadDemo?: () => Promise<DemoMode>
  emit<N extends EventName>(...event: EmittedEvent<N>): unknown
  /** Messages of staff that were not there when the chat was loaded. */
  onStaffMessages(messages: readonly SupportMessage[]): void
  /** The page's `token` is of a user who has gone. */
  dropToken(): void
  /** The user has signed out, here or in another tab. */
  onSignedOut(): void
  /** Leaves nothing of the user: not the messages, nor what was being written. */
  forget(): void
  /** Tries again from the start; what has been written stays. */
  reconnect(): void
  requestUpdate(): void
}
