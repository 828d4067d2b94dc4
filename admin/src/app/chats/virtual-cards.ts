import { CdkFixedSizeVirtualScroll, CdkVirtualForOf, CdkVirtualScrollViewport } from '@angular/cdk/scrolling'
import {
  afterNextRender,
  afterRenderEffect,
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  effect,
  ElementRef,
  inject,
  Injector,
  input,
  signal,
  untracked,
  viewChild,
} from '@angular/core'
import { Router } from '@angular/router'
import type { SupportChatListItem } from '@support-chat/shared'
import { Icon } from '../ui/icon.js'
import { t } from '../language/words.js'
import { CardFocus } from './card-focus.js'
import { heightOf } from './card-height.js'
import type { CardList } from './card-list.js'
import { type Cards, CardViewport } from './card-viewport.js'
import { ChatCard } from './chat-card.js'
import { ChatsStore } from './chats-store.js'
import { keyTarget } from './key-target.js'
import { openChat } from './open-chat.js'
import { keepOrder, orSuccessor, ReorderLock, shiftOf } from './reorder-lock.js'

/** Until a card is measured. */
const USUAL_HEIGHT_PX = 64
/** The next page is loaded when fewer cards than this are left below those that are rendered. */
const CARDS_AHEAD = 50

/**
 * The cards of a list, of which only the visible ones are rendered. They are one tab stop; arrow keys go from card to card.
 */
@Component({
  selector: 'app-virtual-cards',
  imports: [CdkFixedSizeVirtualScroll, CdkVirtualForOf, CdkVirtualScrollViewport, ChatCard, Icon],
  templateUrl: './virtual-cards.html',
  styleUrl: './virtual-cards.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class VirtualCards {
  protected readonly t = t
  protected readonly chats = inject(ChatsStore)
  private readonly router = inject(Router)
  private readonly injector = inject(Injector)
  private readonly scroller = viewChild.required(CdkVirtualScrollViewport)
  private readonly measure = viewChild.required<ElementRef<HTMLElement>>('measure')
  private readonly measured = heightOf(() => this.measure())
  protected readonly cardHeight = computed(() => this.measured() ?? USUAL_HEIGHT_PX)
  private readonly viewport = new CardViewport(this.scroller, this.cardHeight)
  private readonly cardFocus = new CardFocus(() => this.viewport.element)
  private readonly rendered = signal({ start: 0, end: 0 })

  /** Does not change: each list has a component of its own. */
  readonly list = input.required<CardList>()
  readonly reorderLock = new ReorderLock()
  /** What is rendered. Set by an effect: just before it changes, where the reader is must be measured. */
  protected readonly cards = signal<Cards>([])
  protected readonly byId = (_index: number, { id }: SupportChatListItem) => id
  /** Chats have come in above the first visible one. */
  protected readonly newAbove = signal(false)

  /** The card that the Tab key reaches: the active one or, while that is not rendered, the one nearest to it. */
  protected readonly tabStop = computed(() => {
    const { start, end } = this.rendered()
    return Math.max(start, Math.min(this.activeIndex(), end - 1), 0)
  })

  /** The cards to be rendered next. */
  private readonly next = computed(() => {
    const cards = this.chats.cards()
    return this.reorderLock.locked() ? keepOrder(untracked(this.cards), cards, (id) => this.list().find(id)) : cards
  })

  constructor() {
    effect(() => {
      const next = this.next()
      untracked(() => this.render(next))
    })
    effect((onCleanup) => onCleanup(this.listen()))
    effect(() => {
      const { end } = this.rendered()
      this.list().depth = end
      if (this.chats.hasMore() && end + CARDS_AHEAD > this.cards().length) void this.chats.loadMore()
    })
    afterRenderEffect(() => {
      this.rendered()
      this.cards()
      this.cardFocus.restore(untracked(this.list().activeId))
    })
    afterRenderEffect(() => {
      // When the list is made, and when its cards change their height.
      if (this.measured()) untracked(() => this.viewport.scrollBackTo(this.list().topCard, this.cards()))
    })
    inject(DestroyRef).onDestroy(() => this.reorderLock.release())
  }

  /** Focuses the active card. */
  focus(): void {
    this.moveTo(Math.max(0, this.activeIndex()))
  }

  /** Moves the focus down or up; from nowhere to the first card. */
  move(by: number): void {
    // The key is about the cards as they are, which may be about to be rendered.
    this.render(this.next())
    this.moveTo(Math.max(0, this.activeIndex() + by))
  }

  /** The card above or below the active one, which becomes the active one without the focus. */
  step(by: number): SupportChatListItem | undefined {
    this.render(this.next())
    const target = Math.max(0, Math.min(this.activeIndex() + by, this.cards().length - 1))
    const card = this.cards()[target]
    if (!card) return undefined
    this.list().activeId.set(card.id)
    this.viewport.reveal(target)
    return card
  }

  /** The chat whose card has the focus, or will have it once it is rendered. */
  focused(): string | null {
    const id = this.cardFocus.isHere() ? this.list().activeId() : null
    return id && orSuccessor(id, this.cards(), this.next())
  }

  protected moveByKey(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    if (event.key === 'Enter') return this.openUnrendered(event)
    const target = keyTarget(event.key, this.activeIndex(), this.viewport.page(), this.cards().length - 1)
    if (target === null) return
    event.preventDefault()
    this.moveTo(target)
  }

  protected goToTop(): void {
    this.viewport.scrollTo(0)
    this.newAbove.set(false)
    this.moveTo(0)
  }

  private listen(): () => void {
    const ranges = this.scroller().renderedRangeStream.subscribe((range) => {
      this.keepFocus(range)
      this.rendered.set(range)
    })
    const scrolls = this.scroller()
      .elementScrolled()
      .subscribe(() => {
        this.list().topCard = this.viewport.topCard(this.cards())
        if (this.viewport.top() < 1) this.newAbove.set(false)
      })
    // Not in the template: there each movement would run change detection.
    this.viewport.element.addEventListener('pointermove', () => this.reorderLock.extend())
    this.viewport.element.addEventListener('pointerleave', () => this.reorderLock.release())
    return () => [ranges, scrolls].forEach((subscription) => subscription.unsubscribe())
  }

  private activeIndex(): number {
    const id = this.list().activeId() ?? this.chats.openChatId()
    return this.cards().findIndex((card) => card.id === id)
  }

  /** Enter on the list itself, which has the focus while the active card is not rendered. */
  private openUnrendered(event: KeyboardEvent): void {
    const card = this.cards()[this.activeIndex()]
    if (event.target !== this.viewport.element || event.repeat || !card) return
    event.preventDefault()
    openChat(this.router, card)
  }

  private moveTo(index: number): void {
    const target = Math.max(0, Math.min(index, this.cards().length - 1))
    const card = this.cards()[target]
    if (!card) return
    this.reorderLock.extend()
    this.list().activeId.set(card.id)
    this.viewport.reveal(target)
    // At once: Enter may be the next key.
    this.cardFocus.focus(card.id)
  }

  /** Visible cards stay where they are when others come or go above them, and the keyboard stays on its card. */
  private render(next: Cards): void {
    const before = this.cards()
    if (next === before) return
    const top = this.viewport.top()
    const shift = top > 0 ? shiftOf(before, next, Math.floor(top)) : 0
    if (this.cardFocus.isHere()) this.keepActive(next)
    this.cards.set(next)
    if (shift > 0) this.newAbove.set(true)
    if (shift !== 0) afterNextRender(() => this.viewport.scrollTo(top + shift), { injector: this.injector })
  }

  /** A card that moves loses the focus; when it goes, the next card becomes active. */
  private keepActive(next: Cards): void {
    const id = this.cards()[this.activeIndex()]?.id
    if (id) this.list().activeId.set(orSuccessor(id, this.cards(), next))
    this.cardFocus.restoreLater()
  }

  /** A card that is scrolled out of view is removed from the page, and would take the focus with it. */
  private keepFocus({ start, end }: { start: number; end: number }): void {
    const index = this.activeIndex()
    if (this.cardFocus.isHere() && (index < start || index >= end)) this.cardFocus.moveToList()
  }
}
