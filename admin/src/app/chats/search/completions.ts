import {
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  effect,
  inject,
  input,
  linkedSignal,
  type OnInit,
  resource,
  signal,
} from '@angular/core'
import { StaffSession } from '../../auth/staff-session.js'
import { LiveConnection } from '../../connection/live-connection.js'
import { counted, t } from '../../language/later.js'
import { ActiveOption, ListboxOption } from '../../ui/listbox.js'
import { fetchKnown } from './fetch-known.js'
import { complete, suggest, type Suggestion, typedAt } from './suggest.js'
import { suggestionWords } from './suggestion-words.js'

/**
 * The filters that there are, and the values that the one at the caret can have, below the search field. It keeps the
 * focus; nothing is active until an arrow key says so, for Enter searches.
 */
@Component({
  selector: 'app-completions',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [ListboxOption],
  templateUrl: './completions.html',
  styleUrls: ['../../ui/listbox.css', './completions.css'],
})
export class Completions implements OnInit {
  protected readonly t = t
  private readonly connection = inject(LiveConnection)
  private readonly session = inject(StaffSession)
  private readonly destroyed = inject(DestroyRef)

  readonly field = input.required<HTMLInputElement>()
  private readonly state = signal({ text: '', caret: 0 }, { equal: (a, b) => a.text === b.text && a.caret === b.caret })
  private readonly typed = computed(() => typedAt(this.state().text, this.state().caret))
  private readonly closed = linkedSignal({ source: this.state, computation: () => false })
  private readonly known = resource({
    params: () => {
      const { filter = null, begun = '' } = this.typed() ?? {}
      // Only people are looked for as their names are typed; of all others all are known.
      return filter === 'from' ? `from:${begun}` : (filter ?? undefined)
    },
    loader: ({ params, abortSignal }) => fetchKnown(this.connection, params, abortSignal),
  })
  protected readonly options = computed((): Suggestion[] => {
    const typed = this.typed()
    if (!typed || this.closed()) return []
    const { staff = [], tags = [], users = [] } = (this.known.hasValue() ? this.known.value() : undefined) ?? {}
    const me = this.session.user()?.id
    return suggest(typed, { staff, tags, users, me, now: new Date() })
  })
  /** The first option stands for none. */
  private readonly choices = computed(() => [null, ...this.options()])
  private readonly option = new ActiveOption<Suggestion | null>(this.choices, () => this.state().text)
  protected readonly active = this.option.active
  protected readonly words = suggestionWords
  protected readonly status = computed(() => {
    const { length } = this.options()
    return length === 0 ? '' : counted('search.suggestions', length)
  })

  constructor() {
    effect(() => {
      const index = this.options().indexOf(this.active() as Suggestion)
      const field = this.field()
      if (index === -1) field.removeAttribute('aria-activedescendant')
      else field.setAttribute('aria-activedescendant', optionId(index))
    })
  }

  ngOnInit(): void {
    const field = this.field()
    const follow = () => this.state.set({ text: field.value, caret: field.selectionStart ?? field.value.length })
    const press = (event: KeyboardEvent) => this.handleKey(event)
    // In front of the field's own listeners.
    const listeners = [
      ['input', follow],
      ['keyup', follow],
      ['click', follow],
      ['keydown', press],
    ] as const
    for (const [name, listener] of listeners) field.addEventListener(name, listener as EventListener, { capture: true })
    follow()
    this.destroyed.onDestroy(() => {
      for (const [name, listener] of listeners)
        field.removeEventListener(name, listener as EventListener, { capture: true })
      field.removeAttribute('aria-activedescendant')
    })
  }

  protected optionId = optionId

  protected choose(suggestion: Suggestion | null | undefined): void {
    const typed = this.typed()
    if (!suggestion || !typed) return
    const field = this.field()
    const { text, caret } = complete(field.value, typed, suggestion)
    field.value = text
    field.setSelectionRange(caret, caret)
    field.dispatchEvent(new Event('input', { bubbles: true }))
  }

  private handleKey(event: KeyboardEvent): void {
    if (this.options().length === 0 || event.isComposing) return
    const active = this.active()
    if (event.key === 'Enter' && active) this.choose(active)
    else if (event.key === 'Escape' && this.field().value) this.closed.set(true)
    else if (!this.option.move(event.key)) return
    event.preventDefault()
    event.stopImmediatePropagation()
  }
}

const optionId = (index: number): string => `completion-${index}`
