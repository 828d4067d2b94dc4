import { ChangeDetectionStrategy, Component, computed, ElementRef, inject } from '@angular/core'
import { Router } from '@angular/router'
import { Commands } from '../keyboard/commands.js'
import { perLocale } from '../language/locale.js'
import { t } from '../language/words.js'
import { ChatsStore } from './chats-store.js'

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
      <button
        type="button"
        class="filter"
        [attr.aria-pressed]="chats.query().unread"
        (click)="showUnread(!chats.query().unread)"
      >
        {{ t('chats.unreadOnly') }}
      </button>
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

  constructor() {
    inject(Commands).handle({
      showActive: { run: () => this.choose(false) },
      showArchived: { run: () => this.choose(true) },
      unreadOnly: { run: () => this.showUnread(!this.chats.query().unread) },
    })
  }

  protected isSelected(archived: boolean): boolean {
    return this.chats.query().archived === archived
  }

  protected choose(archived: boolean): void {
    this.show({ tab: archived ? 'archived' : null, unread: null })
  }

  protected showUnread(unread: boolean): void {
    this.show({ tab: null, unread: unread ? 1 : null })
  }

  protected moveByArrow(event: KeyboardEvent): void {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
    event.preventDefault()
    const archived = !this.chats.query().archived
    this.choose(archived)
    this.host.nativeElement.querySelector<HTMLElement>(archived ? '#tab-archived' : '#tab-active')?.focus()
  }

  private show(queryParams: { tab: string | null; unread: number | null }): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge' })
  }
}
