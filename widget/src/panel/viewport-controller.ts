import { SMALL } from '../element/launcher-styles.js'
import { holds } from './media-query.js'
import type { SupportChat } from '../element/support-chat.js'

/** Keeps the panel that covers a small window inside the part of it that the on-screen keyboard leaves free. */
export class Viewport {
  readonly #host: SupportChat

  constructor(host: SupportChat) {
    this.#host = host
  }

  /** The open panel covers the window, launcher and all. */
  get isCovered(): boolean {
    return this.#host.mode === 'floating' && holds(SMALL)
  }

  connect(signal: AbortSignal): void {
    addEventListener('resize', this.#changed, { signal })
    window.visualViewport?.addEventListener('resize', this.#changed, { signal })
    window.visualViewport?.addEventListener('scroll', this.#changed, { signal })
  }

  fit(panel: HTMLElement | null): void {
    if (!panel || !window.visualViewport) return
    const { height, offsetTop, scale } = window.visualViewport
    // Who zooms in with two fingers looks at a part of the panel, which stays as large as it is.
    if (scale > 1.01) return
    panel.style.setProperty('--_free-height', `${height}px`)
    panel.style.setProperty('--_free-top', `${offsetTop}px`)
    // A keyboard covers the edge that a phone keeps for itself.
    panel.style.setProperty('--_covered', `${document.documentElement.clientHeight - height}px`)
  }

  readonly #changed = () => {
    if (this.#host.shown) this.#host.requestUpdate()
  }
}
