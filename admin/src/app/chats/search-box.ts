import {
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  effect,
  ElementRef,
  inject,
  signal,
  viewChild,
} from '@angular/core'
import { NgComponentOutlet } from '@angular/common'
import { type Params, Router } from '@angular/router'
import { Icon } from '../ui/icon.js'
import { Commands } from '../keyboard/commands.js'
import { KeyBindings } from '../keyboard/key-bindings.js'
import { keyText } from '../keyboard/key-press.js'
import { t } from '../language/words.js'
import { lazyComponent } from '../ui/lazy-component.js'
import { ChatsStore } from './chats-store.js'

/** The search starts once nothing has been typed for this long. */
const PAUSE_MS = 200
/** The same while the value of a filter is typed, most of which is wrong until it is complete. */
const VALUE_PAUSE_MS = 1200
const VALUE = /(?:^|\s)(?:tag|assignee|after|before):(?:["“„][^"“”]*|\S*)$/i

@Component({
  selector: 'app-search-box',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon, NgComponentOutlet],
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
        (input)="searchSoon(field.value, field.selectionStart)"
        (focus)="focused.set(true)"
        (blur)="focused.set(false)"
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
      @if (focused() && completions(); as type) {
        <ng-container *ngComponentOutlet="type; inputs: { field }" />
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
  /** What else the address says of the list, when the search began. */
  private left: Params = {}
  protected readonly focused = signal(false)
  protected readonly completions = lazyComponent(
    () => this.focused(),
    async () => (await import('./search/completions.js')).Completions,
  )
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

  protected searchSoon(text: string, caret: number | null): void {
    clearTimeout(this.timer)
    const pause = VALUE.test(text.slice(0, caret ?? text.length)) ? VALUE_PAUSE_MS : PAUSE_MS
    this.timer = setTimeout(() => this.search(text), pause)
  }

  /**
   * Puts the search into the URL. It replaces the history entry: the Back button does not go from letter to letter. A search
   * that begins leaves the view, since it is for everything, and one that ends goes back there.
   */
  protected search(text: string): void {
    clearTimeout(this.timer)
    this.timer = undefined
    const { q, unread, view } = this.chats.query()
    const ends = q !== '' && text === ''
    if (q === '' && text !== '' && (unread || view)) this.left = { unread: unread ? 1 : null, view: view ?? null }
    const queryParams: Params = { q: text || null, ...(ends && this.left) }
    if (ends) this.left = {}
    else if (q === '' && text !== '' && (unread || view)) Object.assign(queryParams, { unread: null, view: null })
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
