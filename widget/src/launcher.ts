import { html, nothing, type TemplateResult } from 'lit'
import { chatIcon, downIcon } from './icons.js'
import type { LauncherStrings } from './strings.js'

export interface LauncherView {
  opened: boolean
  unread: number
  words: LauncherStrings
  toggle(): void
  /** The pointer or the focus is on it: a press may follow. */
  approach(): void
}

/** The round button in the corner, with the number of unread messages. */
export function launcher({ opened, unread, words, toggle, approach }: LauncherView): TemplateResult {
  return html`<button
    class="launcher"
    part="launcher"
    type="button"
    aria-expanded=${opened}
    aria-haspopup="dialog"
    aria-label=${opened ? words.closeLauncher : words.openLauncher(unread)}
    @click=${toggle}
    @pointerenter=${approach}
    @focus=${approach}
  >
    ${chatIcon}${downIcon}
    ${unread ? html`<span class="badge" part="badge">${unread > 9 ? '9+' : unread}</span>` : nothing}
  </button>`
}
