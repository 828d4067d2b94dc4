import {
  afterNextRender,
  Component,
  computed,
  effect,
  ElementRef,
  inject,
  Injector,
  untracked,
  viewChild,
} from '@angular/core'
import { Router, RouterLink } from '@angular/router'
import { AccountMenu } from '../account/account-menu.js'
import { ConnectionStatus } from '../connection/connection-status.js'
import { Icon } from '../icon/icon.js'
import { Commands } from '../keyboard/commands.js'
import { errorWords } from '../language/error-words.js'
import { t } from '../language/words.js'
import { Mute } from '../notifications/mute.js'
import { ThemeSwitch } from '../theme/theme-switch.js'
import { ArchiveActions } from './archive-actions.js'
import { emptyWords } from './empty-words.js'
import { Inbox } from './inbox.js'
import { InboxTabs } from './inbox-tabs.js'
import { SearchBox } from './search-box.js'
import { VirtualCards } from './virtual-cards.js'

/** The list's side of the console: search, tabs, chats, and who is signed in. */
@Component({
  selector: 'app-chat-list',
  imports: [AccountMenu, ConnectionStatus, Icon, InboxTabs, Mute, RouterLink, SearchBox, ThemeSwitch, VirtualCards],
  templateUrl: './chat-list.html',
  styleUrl: './chat-list.css',
})
export class ChatList {
  protected readonly t = t
  private readonly router = inject(Router)
  private readonly panel = viewChild.required<ElementRef<HTMLElement>>('panel')
  private readonly virtualCards = viewChild(VirtualCards)
  protected readonly inbox = inject(Inbox)
  private readonly archiving = inject(ArchiveActions)
  protected readonly commands = inject(Commands)
  protected readonly placeholders = Array.from({ length: 8 }, (_, index) => index)
  protected readonly empty = computed(() => emptyWords(this.inbox.query()))

  protected readonly failure = computed(() => {
    const error = this.inbox.error()
    return error && errorWords(error)
  })

  constructor() {
    const injector = inject(Injector)
    effect(() => {
      this.inbox.list()
      this.inbox.phase()
      this.inbox.cards()
      // Before anything is drawn: afterwards nobody could tell where it was.
      if (this.panel().nativeElement.contains(document.activeElement)) {
        afterNextRender(() => this.keepFocus(), { injector })
      }
    })
    this.commands.handle({
      archive: { run: () => void this.archive(), available: () => this.target() !== null },
      backToList: { run: () => void this.goBack() },
    })
    let open: string | null = null
    effect(() => {
      const left = open !== null && this.inbox.openChatId() === null
      open = this.inbox.openChatId()
      // The focus went with the conversation.
      if (left && document.activeElement === document.body) untracked(() => this.virtualCards()?.focus())
    })
  }

  /** The chat that the keyboard is at in the list, else the open one. */
  private target(): string | null {
    return this.virtualCards()?.focused() ?? this.inbox.openChatId()
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
    this.virtualCards()?.steadiness.release()
    await this.archiving.toggle(target)
  }

  private async goBack(): Promise<void> {
    if (this.inbox.openChatId() === null) this.virtualCards()?.focus()
    else await this.router.navigate(['/chats'], { queryParams: { at: null }, queryParamsHandling: 'merge' })
  }
}
