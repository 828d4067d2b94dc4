import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  ElementRef,
  inject,
  Injector,
  linkedSignal,
  untracked,
  viewChild,
} from '@angular/core'
import { Router, RouterLink } from '@angular/router'
import { ConnectionStatus } from '../connection/connection-status.js'
import { Icon } from '../ui/icon.js'
import { Commands } from '../keyboard/commands.js'
import { errorWords } from '../language/error-words.js'
import { t } from '../language/words.js'
import { ThemeSwitch } from '../theme/theme-switch.js'
import { ArchiveActions } from './archive-actions.js'
import { emptyWords } from './empty-words.js'
import { ChatsStore } from './chats-store.js'
import { ChatTabs } from './chat-tabs.js'
import { SearchBox } from './search-box.js'
import { VirtualCards } from './virtual-cards.js'

/**
 * The left side of the console: search, tabs and the list of chats. The shell projects into its header (`listHeader`) and
 * its footer (`listFooter`).
 */
@Component({
  selector: 'app-chat-list',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [ConnectionStatus, Icon, ChatTabs, RouterLink, SearchBox, ThemeSwitch, VirtualCards],
  templateUrl: './chat-list.html',
  styleUrl: './chat-list.css',
})
export class ChatList {
  protected readonly t = t
  private readonly router = inject(Router)
  private readonly panel = viewChild.required<ElementRef<HTMLElement>>('panel')
  private readonly drawnCards = viewChild(VirtualCards)
  /** Undefined until the current list has been rendered. */
  private readonly virtualCards = computed(() => {
    const cards = this.drawnCards()
    return cards?.list() === this.chats.list() ? cards : undefined
  })
  protected readonly chats = inject(ChatsStore)
  private readonly archiving = inject(ArchiveActions)
  protected readonly commands = inject(Commands)
  protected readonly placeholders = Array.from({ length: 8 }, (_, index) => index)
  protected readonly empty = computed(() => emptyWords(this.chats.query()))

  /** How many cards down (or up, negative) keys asked to go before there were any, and what had the focus then. */
  private readonly early = linkedSignal({ source: () => this.chats.list(), computation: () => 0 })
  private earlyAt: Element | null = null

  protected readonly failure = computed(() => {
    const error = this.chats.error()
    return error && errorWords(error)
  })

  constructor() {
    const injector = inject(Injector)
    effect(() => {
      this.chats.list()
      const isLoading = this.chats.phase() === 'loading'
      this.chats.cards()
      // Before rendering: afterwards the focused card may be gone.
      if (this.panel().nativeElement.contains(document.activeElement)) {
        afterNextRender(() => this.keepFocus(), { injector })
      }
      if (!isLoading && untracked(this.early) !== 0) afterNextRender(() => this.moveEarly(), { injector })
    })
    const available = () => getComputedStyle(this.panel().nativeElement).visibility === 'visible'
    this.commands.handle({
      archive: { run: () => void this.archive(), available: () => this.target() !== null },
      nextChat: { run: () => this.move(1), available },
      previousChat: { run: () => this.move(-1), available },
      backToList: { run: () => void this.goBack() },
    })
    let open: string | null = null
    effect(() => {
      const left = open !== null && this.chats.openChatId() === null
      open = this.chats.openChatId()
      // The conversation had the focus and is gone.
      if (left && document.activeElement === document.body) untracked(() => this.virtualCards()?.focus())
    })
  }

  /** The chat that commands are about: the one whose card has the focus, else the open one. */
  private target(): string | null {
    // Keys have asked for a card that is not there yet.
    if (this.early() !== 0) return null
    return this.virtualCards()?.focused() ?? this.chats.openChatId()
  }

  private move(by: number): void {
    const cards = this.virtualCards()
    cards?.move(by)
    const isEmpty = this.chats.phase() !== 'loading' && this.chats.cards().length === 0
    if (cards || isEmpty) return
    this.earlyAt = document.activeElement
    this.early.update((before) => before + by)
  }

  /** Makes the move that keys asked for before there were cards, unless the focus is elsewhere by now. */
  private moveEarly(): void {
    const early = this.early()
    this.early.set(0)
    const { activeElement } = document
    if (activeElement === this.earlyAt || this.panel().nativeElement.contains(activeElement)) this.move(early)
  }

  /** Brings the focus back to the list when the focused card has been replaced by other cards or by an empty list. */
  private keepFocus(): void {
    if (document.activeElement !== document.body && document.activeElement !== this.panel().nativeElement) return
    const cards = this.virtualCards()
    if (cards) cards.focus()
    else this.panel().nativeElement.focus({ preventScroll: true })
  }

  private async archive(): Promise<void> {
    const target = this.target()
    if (target === null) return
    // The list may move at once: the reader has caused it.
    this.virtualCards()?.reorderLock.release()
    await this.archiving.toggle(target)
  }

  private async goBack(): Promise<void> {
    if (this.chats.openChatId() === null) this.virtualCards()?.focus()
    else await this.router.navigate(['/chats'], { queryParams: { at: null }, queryParamsHandling: 'merge' })
  }
}
