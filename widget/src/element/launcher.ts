import { html, nothing, type TemplateResult } from 'lit'
import { chatIcon, downIcon } from '../panel/icons.js'
import type { LauncherStrings } from '../i18n/strings.js'
import type { SupportChat } from './support-chat.js'

/**
 * The round button in the corner, with the number of unread messages.
 * @param approach the pointer is on it: a press may follow
 */
export function launcher(host: SupportChat, words: LauncherStrings, approach: () => void): TemplateResult {
  const { opened, conversation } = host
  const unread = conversation.chat.unreadCount
  return html`<button
    class="launcher"
    part="launcher"
    type="button"
    translate="no"
    aria-expanded=${opened}
    aria-haspopup="dialog"
    aria-label=${opened ? words.closeLauncher : words.openLauncher(unread)}
    @click=${() => host.toggle()}
    @pointerenter=${approach}
  >
    ${chatIcon}${downIcon}
    ${unread ? html`<span class="badge" part="badge">${unread > 9 ? '9+' : unread}</span>` : nothing}
  </button>`
}
