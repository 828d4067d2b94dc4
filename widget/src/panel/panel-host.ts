import type { LitElement } from 'lit'
import type { ChatSnapshot } from '../chat/chat-snapshot.js'
import type { Strings } from '../i18n/strings.js'

/** The element as its panel sees it. */
export interface PanelHost extends LitElement {
  opened: boolean
  muted: boolean
  readonly mode: 'floating' | 'inline'
  readonly launcher: 'default' | 'none'
  readonly heading: string
  readonly strings: Partial<Strings> | null | undefined
  /** The panel can be seen. */
  readonly shown: boolean
  /** The page has not said who its user is. */
  readonly signedOut: boolean
  readonly snapshot: ChatSnapshot
  readonly words: Strings
  /** The locale that goes with the words. */
  readonly language: string
  open(): void
  close(): void
  /** Tries again from the start. */
  reconnect(): void
}
