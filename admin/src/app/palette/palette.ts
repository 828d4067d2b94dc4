import {
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  ElementRef,
  inject,
  Injector,
  output,
  runInInjectionContext,
  signal,
  untracked,
  viewChild,
} from '@angular/core'
import { Router } from '@angular/router'
import { Icon } from '../ui/icon.js'
import { MarkedText } from '../chats/marked-text.js'
import { counted, t } from '../language/later.js'
import { lazily } from '../loading/lazy.js'
import { commandEntry, type CommandId } from '../keyboard/command-list.js'
import { Commands } from '../keyboard/commands.js'
import { fuzzyScore } from '../ui/fuzzy.js'
import { KeyBindings } from '../keyboard/key-bindings.js'
import { KeyCaps } from '../keyboard/key-caps.js'
import { ActiveOption, ListboxOption } from '../ui/listbox.js'
import { Modal } from '../ui/modal.js'
import type { Written } from './palette-completions.js'
import type { FinderOption, PaletteFinder } from './palette-finder.js'
import { settingChoices } from './setting-choices.js'

/** One line to choose. */
interface Option extends FinderOption {
  readonly command?: CommandId
}

/** The command palette: finds chats and people, as the list's search does, commands and settings. */
@Component({
  selector: 'app-palette',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon, KeyCaps, ListboxOption, MarkedText, Modal],
  templateUrl: './palette.html',
  styleUrls: ['../ui/dialog.css', '../ui/listbox.css', './palette.css'],
})
export class Palette {
  protected readonly t = t
  private readonly router = inject(Router)
  private readonly commands = inject(Commands)
  protected readonly bindings = inject(KeyBindings)
  private readonly modal = viewChild.required(Modal)
  private readonly field = viewChild.required<ElementRef<HTMLInputElement>>('field')

  readonly closed = output()
  protected readonly written = signal<Written>({ text: '', caret: 0 })
  private readonly text = computed(() => this.written().text)
  private readonly q = computed(() => this.text().trim())
  /** Null until its code is there; commands do without. */
  private readonly finder = signal<PaletteFinder | null>(null)
  /** The commands that were available before the palette took the focus, on which some of them depend. */
  private readonly doable = untracked(() => this.commands.available())
  private readonly settings = settingChoices()

  protected readonly groups = computed((): { name: string; options: readonly Option[] }[] =>
    [
      ...(this.finder()?.groups() ?? []),
      { name: t('palette.commands'), options: this.commandOptions() },
      { name: t('palette.settings'), options: this.settingOptions() },
      ...[this.finder()?.filters() ?? []].flat(),
      { name: t('chats.search'), options: this.searchOptions() },
    ].filter(({ options }) => options.length > 0),
  )
  protected readonly options = computed(() => this.groups().flatMap(({ options }) => options))
  private readonly option = new ActiveOption(this.options, this.text)
  protected readonly active = this.option.active
  protected readonly activeId = computed(() => {
    const active = this.active()
    return active ? optionId(active) : null
  })
  protected readonly optionId = optionId
  protected readonly problem = computed(() => this.finder()?.problem() ?? null)
  protected readonly status = computed(() => {
    const count = this.options().length
    return (
      this.problem() ??
      (count === 0 ? t('palette.nothing', { text: this.text().trim() }) : counted('palette.found', count))
    )
  })

  constructor() {
    const injector = inject(Injector)
    let isClosed = false
    inject(DestroyRef).onDestroy(() => (isClosed = true))
    lazily(() => import('./palette-finder.js')).then(
      ({ PaletteFinder }) => {
        if (isClosed) return
        this.finder.set(runInInjectionContext(injector, () => new PaletteFinder(this.q, this.written)))
      },
      () => undefined,
    )
  }

  show(): void {
    this.modal().show()
  }

  protected moveOrChoose(event: KeyboardEvent): void {
    if (event.key === 'Enter') this.choose(this.active())
    else if (!this.option.move(event.key)) return
    event.preventDefault()
  }

  /** The option runs as soon as the focus is given back, before the next key: that may be meant for what it opens. */
  protected choose(option: Option | undefined): void {
    if (!option) return
    if (option.filled) return this.fill(option.filled)
    this.modal().close()
    option.run?.()
  }

  private fill(written: Written): void {
    const field = this.field().nativeElement
    field.value = written.text
    field.setSelectionRange(written.caret, written.caret)
    this.written.set(written)
  }

  /** Last, so that Enter takes what was found by name. */
  private searchOptions(): Option[] {
    const q = this.text().trim()
    if (!q) return []
    const words = t('palette.searchAll', { text: q })
    const queryParams = { q, tab: null, unread: null, view: null }
    const run = () => void this.router.navigate([], { queryParams, queryParamsHandling: 'merge' })
    return [{ id: 'search-all', words, more: '', run }]
  }

  private commandOptions(): Option[] {
    const doable = this.doable.filter((id) => !commandEntry(id).keyOnly)
    return this.matching(
      doable.map((id) => ({ id, words: t(`commands.${id}`), more: '', command: id, run: () => this.commands.run(id) })),
    )
  }

  private settingOptions(): Option[] {
    return this.matching(
      this.settings().map(({ words, inUse, run }, index) => {
        return { id: `setting-${index}`, words, more: inUse ? t('palette.inUse') : '', run }
      }),
    )
  }

  /** The options that match the text, best first; all of them while it is empty. */
  private matching(options: Option[]): Option[] {
    const text = this.text().trim()
    if (!text) return options
    const score = new Map(options.map((option) => [option, fuzzyScore(option.words, text)]))
    const of = (option: Option) => score.get(option) ?? 0
    return options.filter((option) => of(option) > 0).sort((a, b) => of(b) - of(a))
  }
}

const optionId = ({ id }: Option): string => `palette-${id}`
