import type { CdkVirtualScrollViewport } from '@angular/cdk/scrolling'
import type { SupportChatListItem } from '@support-chat/shared'
import type { TopCard } from './card-list.js'

export type Cards = readonly SupportChatListItem[]

/** Scrolling in cards instead of pixels: all of them have the same height. */
export class CardViewport {
  constructor(
    private readonly viewport: () => CdkVirtualScrollViewport,
    private readonly cardHeight: () => number,
  ) {}

  get element(): HTMLElement {
    return this.viewport().elementRef.nativeElement
  }

  /** Scroll position in cards: 2.5 when half of the third card is scrolled out of view. */
  top(): number {
    return this.viewport().measureScrollOffset() / this.cardHeight()
  }

  /** How many cards a page key moves by. */
  page(): number {
    return Math.max(1, Math.floor(this.viewport().getViewportSize() / this.cardHeight()) - 1)
  }

  scrollTo(top: number): void {
    this.viewport().scrollToOffset(top * this.cardHeight())
  }

  /** Null at the top. */
  topCard(cards: Cards): TopCard | null {
    const top = this.top()
    const card = cards[Math.floor(top)]
    return card && top > 0 ? { chatId: card.id, hidden: top % 1 } : null
  }

  scrollBackTo(card: TopCard | null, cards: Cards): void {
    const index = cards.findIndex(({ id }) => id === card?.chatId)
    if (card && index !== -1) this.scrollTo(index + card.hidden)
  }

  /** Scrolls as little as it takes to have the whole card visible. */
  reveal(index: number): void {
    const size = this.viewport().getViewportSize() / this.cardHeight()
    if (index < this.top()) this.scrollTo(index)
    else if (index + 1 > this.top() + size) this.scrollTo(index + 1 - size)
  }
}
