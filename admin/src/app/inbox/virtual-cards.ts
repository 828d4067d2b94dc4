import { CdkFixedSizeVirtualScroll, CdkVirtualForOf, CdkVirtualScrollViewport } from '@angular/cdk/scrolling'
import {
  afterNextRender,
  afterRenderEffect,
  Component,
  computed,
  DestroyRef,
  effect,
  ElementRef,
  inject,
  Injector,
  signal,
  untracked,
  viewChild,
} from '@angular/core'
import type { SupportChatListItem } from '@support-chat/shared'
import { Icon } from '../icon/icon.js'
import { Commands } from '../keyboard/commands.js'
import { t } from '../language/words.js'
import { ChatCard } from './chat-card.js'
import { Inbox, type TopInSight } from './inbox.js'
import { keyTarget } from './key-target.js'
import { inPlace, shiftOf, Steadiness } from './steady-order.js'

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
})
export class VirtualCards {
  protected readonly t = t
  protected readonly inbox = inject(Inbox)
  private readonly injector = inject(Injector)
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement
  private readonly viewport = viewChild.required(CdkVirtualScrollViewport)
  private readonly measure = viewChild.required<ElementRef<HTMLElement>>('measure')
  private readonly drawn = signal({ start: 0, end: 0 })
  private readonly wantsFocus = signal(false)

  readonly steadiness = new Steadiness()
  protected readonly cards = signal<readonly SupportChatListItem[]>([])
  private readonly measured = signal<number | null>(null)
  protected readonly cardHeight = computed(() => this.measured() ?? USUAL_HEIGHT_PX)
  /** The chat that the keyboard is at. */
  protected readonly visited = signal<string | null>(null)
  /** Chats have come in above what is in sight. */
  protected readonly newAbove = signal(false)

  /** The card that the Tab key reaches: the one it left, else the open chat's, as near to it as is drawn. */
  protected readonly stop = computed(() => {
    const { start, end } = this.drawn()
    return Math.max(start, Math.min(this.place(), end - 1), 0)
  })

  constructor() {
    effect(() => {
      const [cards, holds] = [this.inbox.cards(), this.steadiness.holds()]
      untracked(() => this.take(holds ? inPlace(this.cards(), cards, (id) => this.inbox.find(id)) : cards))
    })
    effect((onCleanup) => {
      const viewport = this.viewport()
      const ranges = viewport.renderedRangeStream.subscribe((range) => this.drawn.set(range))
      const scrolls = viewport.elementScrolled().subscribe(() => {
        const place = viewport.measureScrollOffset() / this.cardHeight()
        const top = this.cards()[Math.floor(place)]
        this.inbox.topInSight = top && place > 0 ? { chatId: top.id, hidden: place % 1 } : null
        if (place < 1) this.newAbove.set(false)
      })
      onCleanup(() => [ranges, scrolls].forEach((subscription) => subscription.unsubscribe()))
    })
    effect(() => {
      const { end } = this.drawn()
      this.inbox.depth.set(end)
      if (this.inbox.hasMore() && end + CARDS_AHEAD > this.cards().length) void this.inbox.loadMore()
    })
    effect(() => this.visited.set(this.inbox.openChatId() ?? untracked(this.visited)))
    afterRenderEffect(() => this.takeFocus())
    afterRenderEffect(() => {
      const height = this.measured()
      if (height) untracked(() => this.returnTo(this.inbox.topInSight, height))
    })
    this.followHeight()
    inject(DestroyRef).onDestroy(() => this.steadiness.release())
    const available = () => getComputedStyle(this.host).visibility === 'visible'
    inject(Commands).handle({
      nextChat: { run: () => this.moveTo(this.place() + 1), available },
      previousChat: { run: () => this.moveTo(Math.max(0, this.place() - 1)), available },
    })
  }

  /** Puts the keyboard where it was in the list. */
  focus(): void {
    this.moveTo(Math.max(0, this.place()))
  }

  protected byId(_index: number, card: SupportChatListItem): string {
    return card.id
  }

  protected onKey(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
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

  private place(): number {
    const id = this.visited() ?? this.inbox.openChatId()
    return this.cards().findIndex((card) => card.id === id)
  }

  private moveTo(index: number): void {
    const target = Math.max(0, Math.min(index, this.cards().length - 1))
    const card = this.cards()[target]
    if (!card) return
    this.steadiness.touch()
    this.visited.set(card.id)
    this.wantsFocus.set(true)
    this.showCard(target)
    // At once where it can be: Enter may be the next key.
    this.takeFocus()
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
    if (this.host.contains(document.activeElement)) this.keepKeyboard(before, next)
    this.cards.set(next)
    if (shift === 0) return
    if (shift > 0) this.newAbove.set(true)
    afterNextRender(() => viewport.scrollToOffset(top + shift * this.cardHeight()), { injector: this.injector })
  }

  /** A card that is moved loses the focus; of one that goes, its successor takes it. */
  private keepKeyboard(before: readonly SupportChatListItem[], next: readonly SupportChatListItem[]): void {
    const index = this.place()
    if (!next.some((card) => card.id === before[index]?.id)) {
      this.visited.set(next[Math.min(index, next.length - 1)]?.id ?? null)
    }
    this.wantsFocus.set(true)
  }

  /** As soon as the card is drawn. */
  private takeFocus(): void {
    this.drawn()
    this.cards()
    if (!this.wantsFocus()) return
    const link = this.host.querySelector<HTMLElement>(`[data-chat="${this.visited()}"] a`)
    if (!link) return
    link.focus({ preventScroll: true })
    this.wantsFocus.set(false)
  }

  /** When the list is made, and when its cards change their height, it shows what it showed. */
  private returnTo(top: TopInSight | null, height: number): void {
    const index = this.cards().findIndex(({ id }) => id === top?.chatId)
    if (top && index !== -1) this.viewport().scrollToOffset((index + top.hidden) * height)
  }

  private followHeight(): void {
    const observer = new ResizeObserver(([entry]) => {
      const height = entry?.contentRect.height
      if (height) this.measured.set(height)
    })
    afterNextRender(() => observer.observe(this.measure().nativeElement))
    inject(DestroyRef).onDestroy(() => observer.disconnect())
  }
}
