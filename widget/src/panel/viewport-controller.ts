import { matchesMedia, SMALL } from './media-query.js'
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
    return this.#host.mode !== 'inline' && matchesMedia(SMALL)
  }

  protected override listen(signal: AbortSignal): void {
    addEventListener('resize', this.#updateIfShown, { signal })
    window.visualViewport?.addEventListener('resize', this.#updateIfShown, { signal })
    window.visualViewport?.addEventListener('scroll', this.#updateIfShown, { signal })
  }

  override hostUpdated(): void {
    const panel = this.#host.renderRoot.querySelector<HTMLElement>('.panel')
    if (!panel || !window.visualViewport) return
    const { height, offsetTop, scale } = window.visualViewport
    // Pinch zoom shows a part of the panel: its size stays.
    if (scale > 1.01) return
    panel.style.setProperty('--_free-height', `${height}px`)
    panel.style.setProperty('--_free-top', `${offsetTop}px`)
    // A keyboard covers the safe area at the bottom.
    panel.style.setProperty('--_covered', `${document.documentElement.clientHeight - height}px`)
  }

  readonly #updateIfShown = () => {
    if (this.#host.shown) this.#host.requestUpdate()
  }
}
