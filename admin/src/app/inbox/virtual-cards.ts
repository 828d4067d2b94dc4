import { CdkFixedSizeVirtualScroll, CdkVirtualForOf, CdkVirtualScrollViewport } from '@angular/cdk/scrolling'
import { Component, computed, effect, inject, signal, viewChild } from '@angular/core'
import type { SupportChatListItem } from '@support-chat/shared'
import { ChatCard } from './chat-card.js'
import { Inbox } from './inbox.js'

/** Height of a card; `chat-card.css` says the same. In rem, so that larger text has the room it needs. */
const CARD_REM = 5
/** The next page is asked for when this few cards are left below what is drawn. */
const CARDS_AHEAD = 20

/**
 * The cards of the list, of which only those in sight are drawn, however many there are.
 * For the keyboard they are one stop; the arrow keys go from card to card.
 */
@Component({
  selector: 'app-virtual-cards',
  imports: [CdkFixedSizeVirtualScroll, CdkVirtualForOf, CdkVirtualScrollViewport, ChatCard],
  templateUrl: './virtual-cards.html',
  styleUrl: './virtual-cards.css',
})
export class VirtualCards {
  protected readonly inbox = inject(Inbox)
  protected readonly cardHeight = CARD_REM * parseFloat(getComputedStyle(document.documentElement).fontSize || '16')
  private readonly viewport = viewChild.required(CdkVirtualScrollViewport)
  private readonly drawn = signal({ start: 0, end: 0 })
  protected readonly visited = signal<string | null>(null)

  /** The card that the Tab key reaches: the one it left, else the open chat's, as near to it as is drawn. */
  protected readonly stop = computed(() => {
    const wanted = this.visited() ?? this.inbox.openChatId()
    const index = this.inbox.cards().findIndex((card) => card.id === wanted)
    const { start, end } = this.drawn()
    return Math.max(start, Math.min(index, end - 1), 0)
  })

  constructor() {
    effect(() => {
      this.inbox.query()
      this.visited.set(null)
      this.viewport().scrollToOffset(0)
    })
    effect((onCleanup) => {
      const ranges = this.viewport().renderedRangeStream.subscribe((range) => this.drawn.set(range))
      onCleanup(() => ranges.unsubscribe())
    })
    effect(() => {
      if (this.inbox.hasMore() && this.drawn().end + CARDS_AHEAD > this.inbox.cards().length) void this.inbox.loadMore()
    })
  }

  protected byId(_index: number, card: SupportChatListItem): string {
    return card.id
  }

  protected move(event: Event, to: 'nextElementSibling' | 'previousElementSibling'): void {
    event.preventDefault()
    const neighbour = (event.target as Element).closest('app-chat-card')?.[to]
    neighbour?.querySelector('a')?.focus()
  }
}
