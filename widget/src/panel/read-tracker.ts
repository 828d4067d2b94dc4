import { isRead } from '@support-chat/shared/view'
import { attempt } from '@support-chat/shared/client'
import { PageListener } from './page-listener.js'
import type { PanelHost } from './panel-host.js'

/** A message on the screen that is not read yet. */
export interface UnreadMessage {
  element: Element
  sequence: number
}

/** Marks messages read that are in sight while somebody can be reading them: see `isRead`. */
export class ReadTracker extends PageListener {
  readonly #host: PanelHost
  readonly #unread: () => UnreadMessage[]

  /** @param unread oldest first */
  constructor(host: PanelHost, unread: () => UnreadMessage[]) {
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
    const visible = document.visibilityState === 'visible'
    const focused = document.hasFocus()
    const frame = log.getBoundingClientRect()
    const read = this.#unread().findLast(({ element }) => {
      const { top, bottom, left, height } = element.getBoundingClientRect()
      const [from, to] = [Math.max(top, frame.top, 0), Math.min(bottom, frame.bottom, innerHeight)]
      // Whatever cuts it off, or covers it, is there in its place.
      const found = attempt(() => shadowRoot?.elementFromPoint(left + 1, (from + to) / 2)) ?? log
      const open = shown && Boolean(found.closest('.panel'))
      return isRead({ open, visible, focused, height, shown: to - from, view: frame.height })
    })
    if (read) snapshot.session?.markRead(read.sequence)
  }
}
