import { ChangeDetectionStrategy, Component, computed, ElementRef, inject } from '@angular/core'
import { Router } from '@angular/router'
import { CHAT_VIEWS, type ChatView } from '@support-chat/shared'
import { Commands } from '../keyboard/commands.js'
import { perLocale } from '../language/locale.js'
import { t } from '../language/words.js'
import { ChatsStore } from './chats-store.js'
import { type Group, GROUPS, SearchGroups } from './search/search-groups.js'
import { ViewCounts } from './view-counts.js'

const numbers = perLocale((tag) => new Intl.NumberFormat(tag))

/** The tabs of active and archived chats, in a search with how many were found, which arrow keys switch, and the views. */
@Component({
  selector: 'app-chat-tabs',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div role="tablist" [attr.aria-label]="t('chats.which')" (keydown)="moveByArrow($event)">
      @for (tab of tabs(); track tab) {
        <button
          type="button"
          role="tab"
          aria-controls="chats-panel"
          [id]="'tab-' + tab"
          [attr.aria-selected]="tab === shown()"
          [tabindex]="tab === shown() ? 0 : -1"
          (click)="choose(tab)"
        >
          {{ name(tab) }}
          @if (search.count(tab); as found) {
            <span class="count" [class.none]="found === '0'">{{ found }}</span>
          } @else if (tab === 'active' && !search.group() && chats.unreadCount() > 0) {
            <span class="count" aria-hidden="true">{{ count() }}</span>
          }
        </button>
      }
    </div>
    @if (!chats.query().archived && !search.group()) {
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
  protected readonly search = inject(SearchGroups)
  /** A search finds people without a chat, too. */
  protected readonly tabs = computed(() => (this.search.group() ? GROUPS : GROUPS.slice(0, 2)))
  protected readonly shown = computed(
    () => this.search.group() ?? (this.chats.query().archived ? 'archived' : 'active'),
  )

  protected readonly count = computed(() => numbers().format(this.chats.unreadCount()))
  protected readonly views = CHAT_VIEWS
  protected readonly counts = inject(ViewCounts)

  constructor() {
    inject(Commands).handle({
      showActive: { run: () => this.choose('active') },
      showArchived: { run: () => this.choose('archived') },
      unreadOnly: { run: () => this.toggle('unread') },
      showNeedsReply: { run: () => this.toggle('needs_reply') },
      showMine: { run: () => this.toggle('mine') },
      showUnassigned: { run: () => this.toggle('unassigned') },
      showSnoozed: { run: () => this.toggle('snoozed') },
      showMentions: { run: () => this.toggle('mentions') },
    })
  }

  protected choose(tab: Group): void {
    this.show({ tab: tab === 'active' && !this.search.group() ? null : tab, unread: null, view: null })
  }

  protected name(tab: Group): string {
    return t(`chats.${tab}`)
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
    const tabs = this.tabs()
    const step = event.key === 'ArrowLeft' ? -1 : 1
    const next = tabs[(tabs.indexOf(this.shown()) + step + tabs.length) % tabs.length] ?? 'active'
    this.choose(next)
    this.host.nativeElement.querySelector<HTMLElement>(`#tab-${next}`)?.focus()
  }

  private show(queryParams: { tab: string | null; unread: number | null; view: string | null }): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge' })
  }
}
