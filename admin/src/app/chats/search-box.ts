import {
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  effect,
  ElementRef,
  inject,
  viewChild,
} from '@angular/core'
import { Router } from '@angular/router'
import { Icon } from '../ui/icon.js'
import { Commands } from '../keyboard/commands.js'
import { KeyBindings } from '../keyboard/key-bindings.js'
import { keyText } from '../keyboard/key-press.js'
import { t } from '../language/words.js'
import { ChatsStore } from './chats-store.js'

/** The search starts once nothing has been typed for this long. */
const PAUSE_MS = 200

@Component({
  selector: 'app-search-box',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon],
  template: `
    <search>
      <app-icon name="search" />
      <input
        #field
        type="search"
        [attr.aria-label]="t('chats.search')"
        [placeholder]="t('chats.searchHint')"
        maxlength="200"
        autocomplete="off"
        spellcheck="false"
        (input)="searchSoon(field.value)"
        (keydown.enter)="search(field.value)"
        (keydown.escape)="clear($event)"
        [attr.aria-keyshortcuts]="ariaKey()"
      />
      @if (text()) {
        <button
          type="button"
          class="icon-button"
          [attr.aria-label]="t('chats.clearSearch')"
          (click)="search((field.value = '')); field.focus()"
        >
          <app-icon name="clear" />
        </button>
      } @else if (key(); as key) {
        <kbd aria-hidden="true">{{ keyText(key) }}</kbd>
      }
    </search>
  `,
  styleUrl: './search-box.css',
})
export class SearchBox {
  protected readonly t = t
  private readonly router = inject(Router)
  private readonly chats = inject(ChatsStore)
  private timer: ReturnType<typeof setTimeout> | undefined
  private readonly bindings = inject(KeyBindings)
  private readonly field = viewChild.required<ElementRef<HTMLInputElement>>('field')
  protected readonly text = computed(() => this.chats.query().q)
  protected readonly keyText = keyText
  protected readonly key = computed(() => this.bindings.keysOf('search'))
  protected readonly ariaKey = computed(() => this.bindings.ariaKeysOf('search'))

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.timer))
    effect(() => {
      const text = this.text()
      // While a search waits to start, the field holds newer text than the address.
      if (this.timer === undefined) this.field().nativeElement.value = text
    })
    inject(Commands).handle({ search: { run: () => void this.focusField() } })
  }

  protected searchSoon(text: string): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.search(text), PAUSE_MS)
  }

  /** Puts the search into the URL. It replaces the history entry: the Back button does not go from letter to letter. */
  protected search(text: string): void {
    clearTimeout(this.timer)
    this.timer = undefined
    const queryParams = { q: text || null }
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true })
  }

  /** Empties the field by Escape. In an empty field the key keeps its other meanings. */
  protected clear(event: Event): void {
    if (!this.field().nativeElement.value) return
    event.preventDefault()
    this.search((this.field().nativeElement.value = ''))
  }

  /** Focuses the field. On a phone an open chat covers it: that is closed first. */
  private async focusField(): Promise<void> {
    const field = this.field().nativeElement
    if (getComputedStyle(field).visibility === 'hidden') {
      await this.router.navigate(['/chats'], { queryParams: { at: null }, queryParamsHandling: 'merge' })
    }
    field.select()
    field.focus()
  }
}
