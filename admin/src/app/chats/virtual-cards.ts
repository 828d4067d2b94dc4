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
import type { CardList, TopCard } from './card-list.js'
import { ChatCard } from './chat-card.js'
import { ChatsStore } from './chats-store.js'
import { keyTarget } from './key-target.js'
import { openChat } from './open-chat.js'
import { inPlace, shiftOf, Steadiness } from './reorder-lock.js'

/** Until it is measured. */
const USUAL_HEIGHT_PX = 80
/** The next page is asked for when this few cards are left below what is drawn. */
const CARDS_AHEAD = 50

/**
 * The cards of the list, of which only those in sight are drawn, however many there are.
 * For the keyboard they are one stop; from there keys go from card to card.
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
  private readonly viewport = viewChild.required(CdkVirtualScrollViewport)
  private readonly measure = viewChild.required<ElementRef<HTMLElement>>('measure')
  private readonly drawn = signal({ start: 0, end: 0 })
  private readonly focusing = new CardFocus(() => this.element())

  /** One and the same as long as this lives. */
  readonly list = input.required<CardList>()
  readonly steadiness = new Steadiness()
  protected readonly cards = signal<readonly SupportChatListItem[]>([])
  private readonly measured = heightOf(() => this.measure())
  protected readonly cardHeight = computed(() => this.measured() ?? USUAL_HEIGHT_PX)
  /** Chats have come in above what is in sight. */
  protected readonly newAbove = signal(false)

  /** The card that the Tab key reaches: the one it left, else the open chat's, as near to it as is drawn. */
  protected readonly stop = computed(() => {
    const { start, end } = this.drawn()
    return Math.max(start, Math.min(this.place(), end - 1), 0)
  })

  /** The cards to be drawn next. */
  private readonly next = computed(() => {
    const cards = this.chats.cards()
    return this.steadiness.holds() ? inPlace(untracked(this.cards), cards, (id) => this.list().find(id)) : cards
  })

  constructor() {
    effect(() => {
      const next = this.next()
      untracked(() => this.take(next))
    })
    effect((onCleanup) => {
      const viewport = this.viewport()
      const ranges = viewport.renderedRangeStream.subscribe((range) => {
        this.holdFocus(range)
        this.drawn.set(range)
      })
      const scrolls = viewport.elementScrolled().subscribe(() => {
        const place = viewport.measureScrollOffset() / this.cardHeight()
        const top = this.cards()[Math.floor(place)]
        this.list().topCard = top && place > 0 ? { chatId: top.id, hidden: place % 1 } : null
        if (place < 1) this.newAbove.set(false)
      })
      // In the template each movement would have the whole page checked for changes.
      this.element().addEventListener('pointermove', () => this.steadiness.touch())
      this.element().addEventListener('pointerleave', () => this.steadiness.release())
      onCleanup(() => [ranges, scrolls].forEach((subscription) => subscription.unsubscribe()))
    })
    effect(() => {
      const { end } = this.drawn()
      this.list().depth = end
      if (this.chats.hasMore() && end + CARDS_AHEAD > this.cards().length) void this.chats.loadMore()
    })
    afterRenderEffect(() => {
      this.drawn()
      this.cards()
      this.focusing.restore(untracked(this.list().activeId))
    })
    afterRenderEffect(() => {
      const height = this.measured()
      if (height) untracked(() => this.returnTo(this.list().topCard, height))
    })
    inject(DestroyRef).onDestroy(() => this.steadiness.release())
  }

  /** Puts the keyboard where it was in the list. */
  focus(): void {
    this.moveTo(Math.max(0, this.place()))
  }

  /** Takes the keyboard so many cards further down, or up; from nowhere to the first one. */
  move(by: number): void {
    // The key is about the cards as they are, which may be about to be drawn.
    this.take(this.next())
    this.moveTo(Math.max(0, this.place() + by))
  }

  /** The chat that the keyboard is at, as long as it is in the list. */
  focused(): string | null {
    const id = this.focusing.isHere() ? this.list().activeId() : null
    return id && orSuccessor(id, this.cards(), this.next())
  }

  protected byId(_index: number, card: SupportChatListItem): string {
    return card.id
  }

  protected onKey(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    if (event.key === 'Enter') return this.openUndrawn(event)
    const page = Math.max(1, Math.floor(this.viewport().getViewportSize() / this.cardHeight()) - 1)
    const target = keyTarget(event.key, this.place(), page, this.cards().length - 1)
    if (target === null) return
    event.preventDefault()
    this.moveTo(target)
  }

  protected toTop(): void {
    this.viewport().scrollToOffset(0)
    this.newAbove.set(false)
    this.moveTo(0)
  }

  private element(): HTMLElement {
    return this.viewport().elementRef.nativeElement
  }

  private place(): number {
    const id = this.list().activeId() ?? this.chats.openChatId()
    return this.cards().findIndex((card) => card.id === id)
  }

  /** The list itself has the focus while the card that the keyboard is at is not drawn. */
  private openUndrawn(event: KeyboardEvent): void {
    const card = this.cards()[this.place()]
    if (event.target !== this.element() || event.repeat || !card) return
    event.preventDefault()
    openChat(this.router, card)
  }

  private moveTo(index: number): void {
    const target = Math.max(0, Math.min(index, this.cards().length - 1))
    const card = this.cards()[target]
    if (!card) return
    this.steadiness.touch()
    this.list().activeId.set(card.id)
    this.showCard(target)
    // At once: Enter may be the next key.
    this.focusing.give(card.id)
  }

  private showCard(index: number): void {
    const viewport = this.viewport()
    const [height, top, size] = [this.cardHeight(), viewport.measureScrollOffset(), viewport.getViewportSize()]
    if (index * height < top) viewport.scrollToOffset(index * height)
    else if ((index + 1) * height > top + size) viewport.scrollToOffset((index + 1) * height - size)
  }

  /** Draws other cards, with what is in sight staying in sight and the keyboard staying where it was. */
  private take(next: readonly SupportChatListItem[]): void {
    const before = this.cards()
    if (next === before) return
    const viewport = this.viewport()
    const top = viewport.measureScrollOffset()
    const shift = top > 0 ? shiftOf(before, next, Math.floor(top / this.cardHeight())) : 0
    if (this.focusing.isHere()) this.keepKeyboard(before, next)
    this.cards.set(next)
    if (shift === 0) return
    if (shift > 0) this.newAbove.set(true)
    afterNextRender(() => viewport.scrollToOffset(top + shift * this.cardHeight()), { injector: this.injector })
  }

  /** A card that is moved loses the focus; of one that goes, its successor takes it. */
  private keepKeyboard(before: readonly SupportChatListItem[], next: readonly SupportChatListItem[]): void {
    const id = before[this.place()]?.id
    if (id) this.list().activeId.set(orSuccessor(id, before, next))
    this.focusing.loosen()
  }

  /** A card that is scrolled away is taken out of the page, and must not take the focus with it. */
  private holdFocus({ start, end }: { start: number; end: number }): void {
    const place = this.place()
    if (this.focusing.isHere() && (place < start || place >= end)) this.focusing.hold()
  }

  /** When the list is made, and when its cards change their height, it shows what it showed. */
  private returnTo(top: TopCard | null, height: number): void {
    const index = this.cards().findIndex(({ id }) => id === top?.chatId)
    if (top && index !== -1) this.viewport().scrollToOffset((index + top.hidden) * height)
  }
}

/** The card itself while it is there; of one that has gone, the one in its place. */
function orSuccessor(
  id: string,
  before: readonly SupportChatListItem[],
  next: readonly SupportChatListItem[],
): string | null {
  if (next.some((card) => card.id === id)) return id
  const index = before.findIndex((card) => card.id === id)
  return next[Math.min(index, next.length - 1)]?.id ?? null
}
