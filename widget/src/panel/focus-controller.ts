import type { ReactiveController } from 'lit'
import type { PanelHost } from './panel-host.js'

/** What Tab stops at in the panel, and where the page's own stops may be. */
const STOPS = 'button:enabled, textarea:enabled, a, .log, slot'

/** Moves the focus into the panel when it opens, and back to where it was when it closes. */
export class FocusController implements ReactiveController {
  readonly #host: PanelHost
  readonly #enter: () => void
  /** What had the focus on the page when the panel opened. */
  #origin: HTMLElement | null = null
  /** The focus was in the widget before this drawing. */
  #within = false
  #opened: boolean

  /**
   * @param opened what the panel's state is taken to have been: with true, an open panel leaves the focus alone
   * @param enter moves the focus into the panel
   */
  constructor(host: PanelHost, opened: boolean, enter: () => void) {
    this.#host = host
    this.#enter = enter
    this.#opened = opened
  }

  hostUpdate(): void {
    this.#within = this.#host.isConnected && Boolean(this.#focused)
  }

  /** Keeps Tab inside a panel that covers the page. @returns whether it was about to leave */
  wrap(panel: HTMLElement | null, backwards: boolean): boolean {
    const stops = [...(panel?.querySelectorAll<HTMLElement>(STOPS) ?? [])].flatMap(stopsIn)
    const [from, to] = backwards ? [stops.at(0), stops.at(-1)] : [stops.at(-1), stops.at(0)]
    const focused = this.#focused
    if (focused !== from && !(backwards && focused === panel)) return false
    to?.focus()
    return true
  }

  /** What has the focus in the widget, in what the page has put into its slots as well. */
  get #focused(): Element | null | undefined {
    const host = this.#host
    const { activeElement } = host.getRootNode() as Document
    return host.shadowRoot?.activeElement ?? (host.contains(activeElement) ? activeElement : null)
  }

  hostUpdated(): void {
    const { opened, renderRoot } = this.#host
    if (opened === this.#opened) {
      // What had the focus was removed, such as a button of a message that was deleted.
      if (opened && this.#within && !this.#focused) this.#enter()
      return
    }
    this.#opened = opened
    if (opened) {
      const focused = focusedElement()
      const isElsewhere = focused !== document.body && !renderRoot.contains(focused)
      this.#origin = isElsewhere && focused instanceof HTMLElement ? focused : null
      this.#enter()
    } else if (this.#within) {
      this.#origin?.focus()
      // It may be gone, hidden or disabled by now.
      if (!this.#origin || focusedElement() !== this.#origin)
        renderRoot.querySelector<HTMLElement>('.launcher')?.focus()
    }
  }
}

/** An element, or what a slot holds of the page's that Tab stops at. */
function stopsIn(element: HTMLElement): HTMLElement[] {
  if (!(element instanceof HTMLSlotElement)) return [element]
  const all = element.assignedElements().flatMap((given) => [given, ...given.querySelectorAll('*')]) as HTMLElement[]
  return all.filter((found) => found.tabIndex >= 0 && !found.matches(':disabled'))
}

/** Within the shadow trees of the page too. */
function focusedElement(): Element | null {
  let focused = document.activeElement
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement
  return focused
}
