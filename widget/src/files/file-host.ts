import type { LitElement } from 'lit'
import type { ChatSnapshot } from '../chat/chat-snapshot.js'
import type { Strings } from '../i18n/strings.js'

/** The element as what shows files sees it. */
export interface FileHost extends LitElement {
  readonly snapshot: ChatSnapshot
  /** The locale of what it says. */
  readonly language: string
  /** The page's own words. */
  readonly strings: Partial<Strings> | null | undefined
}
