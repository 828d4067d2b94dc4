import { Component, ElementRef, inject } from '@angular/core'
import { Router } from '@angular/router'
import { t } from '../language/words.js'
import { Inbox } from './inbox.js'

/** The two lists. Arrow keys go between them, as tabs do everywhere. */
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
            <span class="count" aria-hidden="true">{{ inbox.unreadCount() }}</span>
          }
        </button>
      }
    </div>
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

  protected isSelected(archived: boolean): boolean {
    return this.inbox.query().archived === archived
  }

  protected choose(archived: boolean): void {
    const tab = archived ? 'archived' : null
    void this.router.navigate([], { queryParams: { tab }, queryParamsHandling: 'merge' })
  }

  protected onKey(event: KeyboardEvent): void {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
    event.preventDefault()
    const archived = !this.inbox.query().archived
    this.choose(archived)
    this.host.nativeElement.querySelector<HTMLElement>(archived ? '#tab-archived' : '#tab-active')?.focus()
  }
}
