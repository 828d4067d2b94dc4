import { ChangeDetectionStrategy, Component, computed, ElementRef, inject } from '@angular/core'
import { Router } from '@angular/router'
import { CHAT_VIEWS, type ChatView } from '@support-chat/shared'
import { Commands } from '../keyboard/commands.js'
import { perLocale } from '../language/locale.js'
import { t } from '../language/words.js'
import { ChatsStore } from './chats-store.js'
import { ViewCounts } from './view-counts.js'

const numbers = perLocale((tag) => new Intl.NumberFormat(tag))

/** The tabs of active and archived chats, which arrow keys switch, and the filter of unread ones. */
@Component({
  selector: 'app-chat-tabs',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div role="tablist" [attr.aria-label]="t('chats.which')" (keydown)="moveByArrow($event)">
      @for (tab of tabs; track tab.id) {
        <button
          type="button"
          role="tab"
          aria-controls="chats-panel"
          [id]="tab.id"
          [attr.aria-selected]="isSelected(tab.archived)"
          [tabindex]="isSelected(tab.archived) ? 0 : -1"
          (click)="choose(tab.archived)"
        >
          {{ t(tab.name) }}
          @if (!tab.archived && chats.unreadCount() > 0) {
            <span class="count" aria-hidden="true">{{ count() }}</span>
          }
        </button>
      }
    </div>
    @if (!chats.query().archived) {
      <div class="views" role="group" [attr.aria-label]="t('chats.views')">
        @for (view of views; track view) {
          <button type="button" class="filter" [attr.aria-pressed]="isShown(view)" (click)="toggle(view)">
            {{ words(view) }}
            @if (counts.shown(view); as count) {
              <span>{{ count }}</span>
            }
          </button>
        }
      </div>
    }
  `,
  styleUrl: './chat-tabs.css',
})
export class ChatTabs {
  protected readonly t = t
  private readonly router = inject(Router)
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef)
  protected readonly chats = inject(ChatsStore)
  protected readonly tabs = [
    { id: 'tab-active', name: 'chats.active', archived: false },
    { id: 'tab-archived', name: 'chats.archived', archived: true },
  ] as const

  protected readonly count = computed(() => numbers().format(this.chats.unreadCount()))
  protected readonly views = CHAT_VIEWS
  protected readonly counts = inject(ViewCounts)

  constructor() {
    inject(Commands).handle({
      showActive: { run: () => this.choose(false) },
      showArchived: { run: () => this.choose(true) },
      unreadOnly: { run: () => this.toggle('unread') },
      showNeedsReply: { run: () => this.toggle('needs_reply') },
      showMine: { run: () => this.toggle('mine') },
      showUnassigned: { run: () => this.toggle('unassigned') },
      showSnoozed: { run: () => this.toggle('snoozed') },
      showMentions: { run: () => this.toggle('mentions') },
    })
  }

  protected isSelected(archived: boolean): boolean {
    return this.chats.query().archived === archived
  }

  protected choose(archived: boolean): void {
    this.show({ tab: archived ? 'archived' : null, unread: null, view: null })
  }

  protected words(view: ChatView): string {
    return t(`chats.view.${view}`)
  }

  protected isShown(view: ChatView): boolean {
    const { unread, view: shown } = this.chats.query()
    return view === 'unread' ? unread : view === shown
  }

  /** Shows a view, or all active chats again. */
  protected toggle(view: ChatView): void {
    const wanted = this.isShown(view) ? null : view
    this.show({ tab: null, unread: wanted === 'unread' ? 1 : null, view: wanted === 'unread' ? null : wanted })
  }

  protected moveByArrow(event: KeyboardEvent): void {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
    event.preventDefault()
    const archived = !this.chats.query().archived
    this.choose(archived)
    this.host.nativeElement.querySelector<HTMLElement>(archived ? '#tab-archived' : '#tab-active')?.focus()
  }

  private show(queryParams: { tab: string | null; unread: number | null; view: string | null }): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge' })
  }
}
