import { holds, SMALL } from './media-query.js'
import { PageListener } from './page-listener.js'
import type { PanelHost } from './panel-host.js'

/** Keeps the panel that covers a small window inside the part of it that the on-screen keyboard leaves free. */
export class ViewportController extends PageListener {
  readonly #host: PanelHost

  constructor(host: PanelHost) {
    super()
    this.#host = host
  }

  /** The open panel covers the window, launcher and all. */
  get isCovered(): boolean {
    return this.#host.mode === 'floating' && holds(SMALL)
  }

  protected override listen(signal: AbortSignal): void {
    addEventListener('resize', this.#changed, { signal })
    window.visualViewport?.addEventListener('resize', this.#changed, { signal })
    window.visualViewport?.addEventListener('scroll', this.#changed, { signal })
  }

  override hostUpdated(): void {
    const panel = this.#host.renderRoot.querySelector<HTMLElement>('.panel')
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
