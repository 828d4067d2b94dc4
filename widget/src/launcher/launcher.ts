import { html, nothing, type TemplateResult } from 'lit'
import type { ChatSnapshot } from '../chat/chat-snapshot.js'
import type { LauncherStrings } from '../i18n/strings.js'
import { chatIcon, downIcon } from './icons.js'

/** The element as its launcher sees it. */
export interface LauncherHost {
  readonly opened: boolean
  readonly words: LauncherStrings
  readonly snapshot: ChatSnapshot
  toggle(): void
}

/**
 * The round button in the corner, with the number of unread messages.
 * @param prepare is called when the pointer enters: a click may follow
 */
export function launcher(host: LauncherHost, prepare: () => void): TemplateResult {
  const { opened, words } = host
  const unread = host.snapshot.chat.unreadCount
  return html`<button
    class="launcher"
    part="launcher"
    type="button"
    aria-expanded=${opened}
    aria-haspopup="dialog"
    aria-label=${opened ? words.closeLauncher : words.openLauncher(unread)}
    @click=${() => host.toggle()}
    @pointerenter=${prepare}
  >
    <slot name="launcher">${chatIcon}${downIcon}</slot>
    ${unread ? html`<span class="badge" part="badge">${unread > 9 ? '9+' : unread}</span>` : nothing}
  </button>`
}
