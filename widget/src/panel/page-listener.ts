import type { ReactiveController } from 'lit'

/** A controller that listens to the page while its host is there. */
export abstract class PageListener implements ReactiveController {
  #connected: AbortController | undefined

  hostConnected(): void {
    this.#connected = new AbortController()
    this.listen(this.#connected.signal)
  }

  hostDisconnected(): void {
    this.#connected?.abort()
  }

  abstract hostUpdated(): void
  /** Until `signal` aborts. */
  protected abstract listen(signal: AbortSignal): void
}
