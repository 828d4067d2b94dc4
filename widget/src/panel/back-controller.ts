import { attempt } from '@support-chat/shared/client'
import type { ReactiveController } from 'lit'
import type { PanelHost } from './panel-host.js'

/** Not in every browser, nor in TypeScript's own list of them. */
declare class CloseWatcher extends EventTarget {
  onclose: (() => void) | null
  destroy(): void
}

/** Has a phone's Back close a panel that covers the page, rather than leave the page. */
export class BackController implements ReactiveController {
  readonly #host: PanelHost
  readonly #viewport: { readonly isCovered: boolean }
  #watcher: CloseWatcher | undefined

  constructor(host: PanelHost, viewport: { readonly isCovered: boolean }) {
    this.#host = host
    this.#viewport = viewport
  }

  hostUpdated(): void {
    if (this.#host.opened && this.#viewport.isCovered) this.#watcher ??= attempt(() => this.#watch())
    else this.hostDisconnected()
  }

  hostDisconnected(): void {
    this.#watcher?.destroy()
    this.#watcher = undefined
  }

  #watch(): CloseWatcher {
    const watcher = new CloseWatcher()
    watcher.onclose = () => {
      this.#watcher = undefined
      this.#host.close()
      // The page may have kept it open.
      this.hostUpdated()
    }
    return watcher
  }
}
