import { signal } from '@angular/core'

/**
 * The focus in a list of which only some cards are drawn: on the card that the keyboard is at or, until that is drawn,
 * on the list, where no other card can take the next key.
 */
export class CardFocus {
  private readonly waits = signal(false)

  constructor(private readonly list: () => HTMLElement) {}

  isHere(): boolean {
    return this.list().contains(document.activeElement)
  }

  give(chatId: string | null): void {
    const link = this.list().querySelector<HTMLElement>(`[data-chat="${chatId}"] a`)
    ;(link ?? this.list()).focus({ preventScroll: true })
    this.waits.set(!link)
  }

  /** The card that has it may be about to be taken out of the page, or to another place. */
  loosen(): void {
    this.waits.set(true)
  }

  /** To be called when cards have been drawn. Who has gone elsewhere meanwhile is not called back. */
  restore(chatId: string | null): void {
    if (!this.waits()) return
    if (document.activeElement === document.body || this.isHere()) this.give(chatId)
    else this.waits.set(false)
  }

  /** For a card that is about to be taken out of the page because it is scrolled out of sight. */
  hold(): void {
    this.list().focus({ preventScroll: true })
    this.waits.set(true)
  }
}
