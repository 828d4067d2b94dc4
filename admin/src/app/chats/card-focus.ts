import { signal } from '@angular/core'

/**
 * The focus in a list of which only some cards are rendered: on the active card or, until that is rendered, on the list
 * itself, so that no other card takes the next key.
 */
export class CardFocus {
  private readonly pending = signal(false)

  constructor(private readonly list: () => HTMLElement) {}

  isHere(): boolean {
    return this.list().contains(document.activeElement)
  }

  focus(chatId: string | null): void {
    const link = this.list().querySelector<HTMLElement>(`[data-chat="${chatId}"] a`)
    ;(link ?? this.list()).focus({ preventScroll: true })
    this.pending.set(!link)
  }

  /** The focused card may be about to be removed from the page, or to be moved in it. */
  restoreLater(): void {
    this.pending.set(true)
  }

  /** Call it when cards have been rendered. Leaves the focus where it is if it has gone elsewhere meanwhile. */
  restore(chatId: string | null): void {
    if (!this.pending()) return
    if (document.activeElement === document.body || this.isHere()) this.focus(chatId)
    else this.pending.set(false)
  }

  /** Call it before the focused card is removed from the page because it was scrolled out of view. */
  moveToList(): void {
    this.list().focus({ preventScroll: true })
    this.pending.set(true)
  }
}
