import { Component, computed, DestroyRef, inject } from '@angular/core'
import { Router } from '@angular/router'
import { Icon } from '../icon/icon.js'
import { t } from '../language/words.js'
import { Inbox } from './inbox.js'

/** Typing waits this long for the next letter before it searches. */
const PAUSE_MS = 200

@Component({
  selector: 'app-search-box',
  imports: [Icon],
  template: `
    <search>
      <app-icon name="search" />
      <input
        #field
        type="search"
        [attr.aria-label]="t('inbox.search')"
        [placeholder]="t('inbox.searchHint')"
        maxlength="200"
        autocomplete="off"
        spellcheck="false"
        [value]="text()"
        (input)="searchSoon(field.value)"
        (keydown.enter)="search(field.value)"
        (keydown.escape)="search((field.value = ''))"
      />
      @if (text()) {
        <button
          type="button"
          class="icon-button"
          [attr.aria-label]="t('inbox.clearSearch')"
          (click)="search((field.value = '')); field.focus()"
        >
          <app-icon name="clear" />
        </button>
      }
    </search>
  `,
  styleUrl: './search-box.css',
})
export class SearchBox {
  protected readonly t = t
  private readonly router = inject(Router)
  private readonly inbox = inject(Inbox)
  private timer: ReturnType<typeof setTimeout> | undefined
  protected readonly text = computed(() => this.inbox.query().q)

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.timer))
  }

  protected searchSoon(text: string): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.search(text), PAUSE_MS)
  }

  /** The search stands in the URL; the letters in between leave no history. */
  protected search(text: string): void {
    clearTimeout(this.timer)
    const queryParams = { q: text || null }
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true })
  }
}
