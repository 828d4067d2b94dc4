import { newestRead, type DrawnMessage } from '@support-chat/shared/view'
import { PageListener } from './page-listener.js'
import type { PanelHost } from './panel-host.js'

/** Marks messages read that are in sight while the user can be reading them: see `newestRead`. */
export class ReadTracker extends PageListener {
  readonly #host: PanelHost
  readonly #unread: () => DrawnMessage[]

  /** @param unread oldest first */
  constructor(host: PanelHost, unread: () => DrawnMessage[]) {
    super()
    this.#host = host
    this.#unread = unread
  }

  protected override listen(signal: AbortSignal): void {
    for (const event of ['focus', 'scroll']) addEventListener(event, this.#check, { capture: true, signal })
    this.#host.renderRoot.addEventListener('scroll', this.#check, { capture: true, signal })
    document.addEventListener('visibilitychange', this.#check, { signal })
  }

  override hostUpdated(): void {
    this.#check()
  }

  readonly #check = () => {
    const { shown, snapshot, shadowRoot } = this.#host
    const log = shadowRoot?.querySelector('.log')
    if (!log || !snapshot.chat.unreadCount) return
    const read = newestRead(this.#unread(), log, (found) => shown && Boolean(found.closest('.panel')))
    if (read) snapshot.session?.markRead(read)
  }
}
