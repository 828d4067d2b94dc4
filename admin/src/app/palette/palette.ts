import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  linkedSignal,
  output,
  resource,
  signal,
  untracked,
  viewChild,
} from '@angular/core'
import { Router } from '@angular/router'
import { type ChatListPage, routes, type SupportChatListItem } from '@support-chat/shared'
import { LiveConnection } from '../connection/live-connection.js'
import { Icon } from '../ui/icon.js'
import { openChat } from '../chats/open-chat.js'
import { counted, t } from '../language/words.js'
import { commandEntry, type CommandId } from '../keyboard/command-list.js'
import { Commands } from '../keyboard/commands.js'
import { fuzzyScore } from '../ui/fuzzy.js'
import { KeyBindings } from '../keyboard/key-bindings.js'
import { KeyCaps } from '../keyboard/key-caps.js'
import { ActiveOption, ListboxOption } from '../ui/listbox.js'
import { Modal } from '../ui/modal.js'
import { settingChoices } from './setting-choices.js'

const PAUSE_MS = 150
const MAX_CHATS = 6

/** What a search has found. */
interface Found {
  readonly q: string
  readonly chats: readonly SupportChatListItem[]
}

const NOTHING: Found = { q: '', chats: [] }

/** One line to choose. */
interface Option {
  readonly id: string
  readonly words: string
  readonly more: string
  readonly command: CommandId | null
  readonly run: () => void
}

/** The command palette: finds chats by e-mail, name or text, commands and settings. */
@Component({
  selector: 'app-palette',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon, KeyCaps, ListboxOption, Modal],
  templateUrl: './palette.html',
  styleUrls: ['../ui/dialog.css', '../ui/listbox.css', './palette.css'],
})
export class Palette {
  protected readonly t = t
  private readonly router = inject(Router)
  private readonly commands = inject(Commands)
  private readonly connection = inject(LiveConnection)
  protected readonly bindings = inject(KeyBindings)
  private readonly modal = viewChild.required(Modal)
  private readonly chosen = signal<Option | null>(null)

  readonly closed = output()
  protected readonly text = signal('')
  private readonly q = computed(() => this.text().trim())
  /** Looks for chats as soon as typing pauses; the answer to an earlier text is dropped. */
  private readonly search = resource({
    params: () => this.q() || undefined,
    loader: ({ params, abortSignal }) => this.find(params, abortSignal),
  })
  /** What was found before stays until the next answer. */
  private readonly found = linkedSignal<Found | undefined, Found>({
    source: () => (this.q() ? this.search.value() : NOTHING),
    computation: (found, before) => found ?? before?.value ?? NOTHING,
  })
  /** The commands that were available before the palette took the focus, on which some of them depend. */
  private readonly doable = untracked(() => this.commands.available())
  private readonly settings = settingChoices()

  protected readonly groups = computed(() =>
    [
      { name: t('palette.chats'), options: this.chatOptions() },
      { name: t('palette.commands'), options: this.commandOptions() },
      { name: t('palette.settings'), options: this.settingOptions() },
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
  protected readonly status = computed(() =>
    this.options().length === 0
      ? t('palette.nothing', { text: this.text().trim() })
      : counted('palette.found', this.options().length),
  )

  show(): void {
    this.modal().show()
  }

  protected moveOrChoose(event: KeyboardEvent): void {
    if (event.key === 'Enter') this.choose(this.active())
    else if (!this.option.move(event.key)) return
    event.preventDefault()
  }

  /** The chosen option runs once the dialog has given the focus back. */
  protected choose(option: Option | undefined): void {
    if (!option) return
    this.chosen.set(option)
    this.modal().close()
  }

  protected runChosen(): void {
    this.closed.emit()
    this.chosen()?.run()
  }

  private chatOptions(): Option[] {
    const { q, chats } = this.found()
    const text = this.text().trim()
    // Until there is an answer to what is typed now, only what its words are in may be taken by a quick Enter.
    const fits = (chat: SupportChatListItem) =>
      q === text || fuzzyScore(`${chat.user_email} ${chat.user_name ?? ''}`, text) > 0
    return chats.filter(fits).map((chat) => ({
      id: `chat-${chat.id}`,
      words: chat.user_email,
      more: [chat.user_name, chat.archived && t('palette.archived')].filter(Boolean).join(' · '),
      command: null,
      run: () => openChat(this.router, chat),
    }))
  }

  /** Last, so that Enter takes what was found by name. */
  private searchOptions(): Option[] {
    const q = this.text().trim()
    if (!q) return []
    const words = t('palette.searchAll', { text: q })
    const run = () => void this.router.navigate([], { queryParams: { q, unread: null }, queryParamsHandling: 'merge' })
    return [{ id: 'search-all', words, more: '', command: null, run }]
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
        return { id: `setting-${index}`, words, more: inUse ? t('palette.inUse') : '', command: null, run }
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

  private async find(q: string, changed: AbortSignal): Promise<Found> {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    if (changed.aborted) return NOTHING
    const pages = await Promise.all([this.findIn(q, false), this.findIn(q, true)])
    return { q, chats: pages.flat().slice(0, MAX_CHATS) }
  }

  private async findIn(q: string, archived: boolean): Promise<readonly SupportChatListItem[]> {
    const parameters = new URLSearchParams({ q, archived: String(archived), limit: String(MAX_CHATS) })
    try {
      return (await this.connection.get<ChatListPage>(`${routes.adminChats}?${parameters}`)).chats
    } catch {
      // Commands are found without the server.
      return []
    }
  }
}

const optionId = ({ id }: Option): string => `palette-${id}`
