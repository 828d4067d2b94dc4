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
 * The list's side of the console: search, tabs and chats. Takes in what the shell puts into its header (`listHeader`) and
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
  /** Undefined while the list that is shown next has not been drawn. */
  private readonly virtualCards = computed(() => {
    const cards = this.drawnCards()
    return cards?.list() === this.chats.list() ? cards : undefined
  })
  protected readonly chats = inject(ChatsStore)
  private readonly archiving = inject(ArchiveActions)
  protected readonly commands = inject(Commands)
  protected readonly placeholders = Array.from({ length: 8 }, (_, index) => index)
  protected readonly empty = computed(() => emptyWords(this.chats.query()))

  /** So many cards down, or up, keys have gone that were pressed before there were any, and what had the focus then. */
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
      // Before anything is drawn: afterwards nobody could tell where it was.
      if (this.panel().nativeElement.contains(document.activeElement)) {
        afterNextRender(() => this.keepFocus(), { injector })
      }
      if (!isLoading && untracked(this.early) !== 0) afterNextRender(() => this.moveNow(), { injector })
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
      // The focus went with the conversation.
      if (left && document.activeElement === document.body) untracked(() => this.virtualCards()?.focus())
    })
  }

  /** The chat that the keyboard is at in the list, else the open one. */
  private target(): string | null {
    // On its way to a card that is not there yet.
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

  /** Where keys have gone meanwhile, unless the keyboard has gone elsewhere. */
  private moveNow(): void {
    const early = this.early()
    this.early.set(0)
    const { activeElement } = document
    if (activeElement === this.earlyAt || this.panel().nativeElement.contains(activeElement)) this.move(early)
  }

  /** To the list, which has it no longer when its cards give way to others, or to words that there are none. */
  private keepFocus(): void {
    if (document.activeElement !== document.body && document.activeElement !== this.panel().nativeElement) return
    const cards = this.virtualCards()
    if (cards) cards.focus()
    else this.panel().nativeElement.focus({ preventScroll: true })
  }

  private async archive(): Promise<void> {
    const target = this.target()
    if (target === null) return
    // What one does oneself is shown at once.
    this.virtualCards()?.reorderLock.release()
    await this.archiving.toggle(target)
  }

  private async goBack(): Promise<void> {
    if (this.chats.openChatId() === null) this.virtualCards()?.focus()
    else await this.router.navigate(['/chats'], { queryParams: { at: null }, queryParamsHandling: 'merge' })
  }
}
