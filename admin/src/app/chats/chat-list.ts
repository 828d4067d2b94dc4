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
import { NgComponentOutlet } from '@angular/common'
import { ConnectionStatus } from '../connection/connection-status.js'
import { Icon } from '../ui/icon.js'
import { lazyComponent } from '../ui/lazy-component.js'
import { Commands } from '../keyboard/commands.js'
import { errorWords } from '../language/error-words.js'
import { t } from '../language/words.js'
import { ThemeSwitch } from '../theme/theme-switch.js'
import { ArchiveActions } from './archive-actions.js'
import { ChatSelection } from './chat-selection.js'
import { emptyWords } from './empty-words.js'
import { ChatsStore } from './chats-store.js'
import { ChatTabs } from './chat-tabs.js'
import { NextChat } from './next-chat.js'
import { openChat } from './open-chat.js'
import { SearchGroups } from './search/search-groups.js'
import { SearchBox } from './search-box.js'
import { TeamActions } from './team-actions.js'
import { TeamDialogs } from './team-dialogs.js'
import type { TeamTask } from './team/team-task.js'
import { VirtualCards } from './virtual-cards.js'

/**
 * The left side of the console: search, tabs and the list of chats. The shell projects into its header (`listHeader`) and
 * its footer (`listFooter`).
 */
@Component({
  selector: 'app-chat-list',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [ConnectionStatus, Icon, ChatTabs, NgComponentOutlet, RouterLink, SearchBox, ThemeSwitch, VirtualCards],
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
  private readonly nextChat = inject(NextChat)
  private readonly team = inject(TeamActions)
  private readonly dialogs = inject(TeamDialogs)
  protected readonly selection = inject(ChatSelection)
  protected readonly selectionBar = lazyComponent(
    () => this.selection.any(),
    async () => (await import('./team/components.js')).SelectionBar,
  )
  protected readonly commands = inject(Commands)
  protected readonly placeholders = Array.from({ length: 8 }, (_, index) => index)
  protected readonly search = inject(SearchGroups)
  protected readonly isLoading = computed(() => {
    const isEmpty = this.chats.cards().length === 0
    return this.chats.phase() === 'loading' || (isEmpty && this.search.isCounting() && this.chats.phase() !== 'failed')
  })
  protected readonly people = lazyComponent(
    () => this.search.group() === 'people',
    async () => (await import('./search/people-list.js')).PeopleList,
  )
  /** People stand in a list of their own, and are there only where some were found. */
  protected readonly showsPeople = computed(
    () => this.search.group() === 'people' && this.search.found()?.result.people.count !== 0,
  )
  protected readonly empty = computed(() => emptyWords(this.chats.query(), this.search))

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
    this.handleCommands()
    effect(() => {
      if (this.chats.phase() === 'ready') void this.dialogs.prepare()
    })
    let open: string | null = null
    effect(() => {
      const left = open !== null && this.chats.openChatId() === null
      open = this.chats.openChatId()
      // The conversation had the focus and is gone.
      if (left && document.activeElement === document.body) untracked(() => this.virtualCards()?.focus())
    })
  }

  private handleCommands(): void {
    const visible = () => getComputedStyle(this.panel().nativeElement).visibility === 'visible'
    const available = () => visible() || this.chats.openChatId() !== null
    const hasTarget = () => this.target() !== null
    const hasTargets = () => this.targets().length > 0
    const ask = (task: TeamTask) => {
      return { run: () => void this.dialogs.open(task, this.targets()), available: hasTargets }
    }
    this.commands.handle({
      archive: { run: () => void this.archive(), available: hasTargets },
      markUnread: { run: () => this.markUnread(), available: hasTargets },
      noReplyNeeded: { run: () => void this.team.needNoReply(this.targets()), available: hasTargets },
      assign: ask('assign'),
      tag: ask('tag'),
      snooze: ask('snooze'),
      select: { run: () => this.select(), available: hasTarget },
      selectNext: { run: () => this.extendSelection(1), available: visible },
      selectPrevious: { run: () => this.extendSelection(-1), available: visible },
      nextChat: { run: (held) => this.goOn(1, held), available },
      previousChat: { run: (held) => this.goOn(-1, held), available },
      backToList: { run: () => this.goBack() },
    })
  }

  /** The chat that commands are about: the one whose card has the focus, else the open one. */
  private target(): string | null {
    // Keys have asked for a card that is not there yet.
    if (this.early() !== 0) return null
    return this.virtualCards()?.focused() ?? this.chats.openChatId()
  }

  /** The chats that commands are about: those that are selected, else the one one is at. */
  private targets(): readonly string[] {
    const target = this.target()
    return this.selection.any() ? this.selection.ids() : target === null ? [] : [target]
  }

  /** Opens the next chat where one is open, and goes to the next card otherwise, or while the key is held down. */
  private goOn(by: number, held = false): void {
    const open = this.chats.openChatId()
    const cards = this.virtualCards()
    if (open === null || held || !cards) return this.move(by)
    const next = cards.step(by)
    if (next && next.id !== open) openChat(this.router, next)
  }

  /** The open chat is left: it would be read at once. */
  private markUnread(): void {
    const targets = this.targets()
    if (targets.includes(this.chats.openChatId() ?? '')) this.nextChat.toList()
    void this.team.markUnread(targets)
  }

  private select(): void {
    const target = this.target()
    if (target !== null) this.selection.toggle(target)
  }

  /** Selects the chat one is at and the next. */
  private extendSelection(by: number): void {
    const from = this.target()
    this.move(by)
    const to = this.virtualCards()?.focused()
    for (const id of [from, to]) if (id) this.selection.add(id)
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
    const chatIds = this.targets()
    // The list may move at once: the reader has caused it.
    this.virtualCards()?.reorderLock.release()
    if (!this.chats.find(chatIds[0] ?? '')?.archived) this.nextChat.leave(chatIds)
    this.selection.clear()
    await this.archiving.toggle(...chatIds)
  }

  /** One thing at a time: what is selected, then the open chat. */
  private goBack(): void {
    if (this.selection.any()) this.selection.clear()
    else if (this.chats.openChatId() === null) this.virtualCards()?.focus()
    else this.nextChat.toList()
  }
}
