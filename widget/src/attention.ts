import { attempt } from '@support-chat/shared/client'
import type { SupportChat } from './support-chat.js'

/** Marks messages read while somebody can be reading them: panel in view, tab visible, window focused. */
export class Attention {
  #inView = true
  #observer: IntersectionObserver | undefined
  #followed: Element | null = null

  readonly #host: SupportChat

  constructor(host: SupportChat) {
    this.#host = host
  }

  connect(signal: AbortSignal): void {
    addEventListener('focus', this.check, { signal })
    document.addEventListener('visibilitychange', this.check, { signal })
  }

  disconnect(): void {
    this.follow(null)
  }

  /** An inline panel can be scrolled out of view along with its page. */
  follow(panel: Element | null): void {
    if (panel === this.#followed) return
    this.#followed = panel
    this.#observer?.disconnect()
    if (!panel) return
    const seen = (entries: IntersectionObserverEntry[]) => {
      this.#inView = entries.at(-1)?.isIntersecting ?? true
      this.check()
    }
    this.#observer = attempt(() => new IntersectionObserver(seen))
    this.#observer?.observe(panel)
  }

  readonly check = () => {
    const { shown, conversation } = this.#host
    if (!shown || !this.#inView || document.visibilityState !== 'visible' || !document.hasFocus()) return
    if (conversation.chat.loaded && conversation.chat.unreadCount > 0) conversation.controls?.markRead()
  }
}
