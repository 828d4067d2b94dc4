import { Component, computed, ElementRef, inject } from '@angular/core'
import { Router } from '@angular/router'
import { Commands } from '../keyboard/commands.js'
import { perLocale } from '../language/locale.js'
import { t } from '../language/words.js'
import { Inbox } from './chats-store.js'

const numbers = perLocale((tag) => new Intl.NumberFormat(tag))

/** The two lists, of which arrow keys go from one to the other, as tabs do everywhere, and the filter on the first. */
@Component({
  selector: 'app-inbox-tabs',
  template: `
    <div role="tablist" [attr.aria-label]="t('inbox.which')" (keydown)="onKey($event)">
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
          @if (!tab.archived && inbox.unreadCount() > 0) {
            <span class="count" aria-hidden="true">{{ count() }}</span>
          }
        </button>
      }
    </div>
    @if (!inbox.query().archived) {
      <button
        type="button"
        class="filter"
        [attr.aria-pressed]="inbox.query().unread"
        (click)="showUnread(!inbox.query().unread)"
      >
        {{ t('inbox.unreadOnly') }}
      </button>
    }
  `,
  styleUrl: './inbox-tabs.css',
})
export class InboxTabs {
  protected readonly t = t
  private readonly router = inject(Router)
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef)
  protected readonly inbox = inject(Inbox)
  protected readonly tabs = [
    { id: 'tab-active', name: 'inbox.active', archived: false },
    { id: 'tab-archived', name: 'inbox.archived', archived: true },
  ] as const

  protected readonly count = computed(() => numbers().format(this.inbox.unreadCount()))

  constructor() {
    inject(Commands).handle({
      showActive: { run: () => this.choose(false) },
      showArchived: { run: () => this.choose(true) },
      unreadOnly: { run: () => this.showUnread(!this.inbox.query().unread) },
    })
  }

  protected isSelected(archived: boolean): boolean {
    return this.inbox.query().archived === archived
  }

  protected choose(archived: boolean): void {
    this.show({ tab: archived ? 'archived' : null, unread: null })
  }

  protected showUnread(unread: boolean): void {
    this.show({ tab: null, unread: unread ? 1 : null })
  }

  protected onKey(event: KeyboardEvent): void {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
    event.preventDefault()
    const archived = !this.inbox.query().archived
    this.choose(archived)
    this.host.nativeElement.querySelector<HTMLElement>(archived ? '#tab-archived' : '#tab-active')?.focus()
  }

  private show(queryParams: { tab: string | null; unread: number | null }): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge' })
  }
}
