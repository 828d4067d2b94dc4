import type { SupportChat } from '../element/support-chat.js'

/** What Tab stops at in the panel. */
const STOPS = 'button:enabled, textarea:enabled, a, .log'

/** Moves the focus into the panel when it opens, and back to where it was when it closes. */
export class FocusKeeper {
  readonly #host: SupportChat
  /** What had the focus on the page when the panel opened. */
  #origin: HTMLElement | null = null
  /** The focus was in the widget before this drawing. */
  #within = false
  #opened: boolean

  /** @param opened what the panel's state is taken to have been: with true, an open panel leaves the focus alone */
  constructor(host: SupportChat, opened: boolean) {
    this.#host = host
    this.#opened = opened
  }

  beforeUpdate(): void {
    this.#within = this.#host.isConnected && Boolean(this.#host.shadowRoot?.activeElement)
  }

  /** Keeps Tab inside a panel that covers the page. @returns whether it was about to leave */
  wrap(panel: HTMLElement | null, backwards: boolean): boolean {
    const stops = [...(panel?.querySelectorAll<HTMLElement>(STOPS) ?? [])]
    const [from, to] = backwards ? [stops.at(0), stops.at(-1)] : [stops.at(-1), stops.at(0)]
    const focused = this.#host.shadowRoot?.activeElement
    if (focused !== from && !(backwards && focused === panel)) return false
    to?.focus()
    return true
  }

  afterUpdate(enter: () => void): void {
    const { opened, renderRoot } = this.#host
    if (opened === this.#opened) {
      // What had the focus is gone, such as a button of a message that was deleted.
      if (opened && this.#within && !this.#host.shadowRoot?.activeElement) enter()
      return
    }
    this.#opened = opened
    if (opened) {
      const focused = focusedElement()
      const isElsewhere = focused !== document.body && !renderRoot.contains(focused)
      this.#origin = isElsewhere && focused instanceof HTMLElement ? focused : null
      enter()
    } else if (this.#within) {
      this.#origin?.focus()
      // It may be gone, hidden or disabled by now.
      if (!this.#origin || focusedElement() !== this.#origin)
        renderRoot.querySelector<HTMLElement>('.launcher')?.focus()
    }
  }
}

/** Within the shadow trees of the page too. */
function focusedElement(): Element | null {
  let focused = document.activeElement
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement
  return focused
}
