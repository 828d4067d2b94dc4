import {
  afterRenderEffect,
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  inject,
  input,
  linkedSignal,
  resource,
  untracked,
  ViewEncapsulation,
} from '@angular/core'
import { toSignal } from '@angular/core/rxjs-interop'
import { ActivatedRoute, Router } from '@angular/router'
import { type ChatMatches, searchWords, staffRoutes } from '@support-chat/shared'
import { map } from 'rxjs'
import { StaffSession } from '../../auth/staff-session.js'
import { ChatsStore } from '../../chats/chats-store.js'
import { readSearch } from '../../chats/search/read-search.js'
import { LiveConnection } from '../../connection/live-connection.js'
import { Commands } from '../../keyboard/commands.js'
import { KeyBindings } from '../../keyboard/key-bindings.js'
import { keyText } from '../../keyboard/key-press.js'
import { t } from '../../language/later.js'
import { Icon } from '../../ui/icon.js'
import { Conversation } from '../conversation.js'
import { highlightWords } from './highlight-words.js'

/** Above the messages, while a search goes on: how many of them it has found in this chat, and the way from one to another. */
@Component({
  selector: 'app-hit-bar',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon],
  templateUrl: './hit-bar.html',
  styleUrl: './hit-bar.css',
  // What is highlighted are pieces of text, which no component has.
  encapsulation: ViewEncapsulation.None,
})
export class HitBar {
  protected readonly t = t
  private readonly connection = inject(LiveConnection)
  private readonly conversation = inject(Conversation)
  private readonly router = inject(Router)
  private readonly staff = inject(StaffSession).user
  private readonly bindings = inject(KeyBindings)
  private readonly q = inject(ChatsStore).query

  readonly chatId = input.required<string>()
  private readonly at = toSignal(inject(ActivatedRoute).queryParamMap.pipe(map((all) => Number(all.get('at')))))
  /** What is looked for, and where. */
  private readonly wanted = computed(() => `${this.chatId()} ${this.q().q.trim()}`)
  private readonly search = resource({
    params: () => this.wanted(),
    loader: async ({ params }) => {
      const [chatId = '', q = ''] = params.split(/ (.*)/s)
      const { parameters } = await readSearch(this.connection, q, untracked(this.staff)?.id)
      const { q: words = '', after, before } = parameters
      if (searchWords(words).length === 0) return null
      const query = new URLSearchParams({ q: words, ...(after && { after }), ...(before && { before }) })
      const matches = await this.connection.get<ChatMatches>(`${staffRoutes.matches(chatId)}?${query}`)
      return { words, ...matches }
    },
  })
  private readonly found = computed(() => (this.search.hasValue() ? this.search.value() : null))
  private readonly closed = linkedSignal({ source: this.wanted, computation: () => false })
  private readonly hits = computed(() => this.found()?.sequences ?? [])
  protected readonly shown = computed(() => this.hits().length > 0 && !this.closed())
  private readonly index = computed(() => this.hits().indexOf(this.at() ?? 0))
  protected readonly where = computed(() => {
    const total = this.found()?.has_more ? `${this.hits().length}+` : this.hits().length
    return this.index() === -1 ? t('hits.none', { total }) : t('hits.at', { n: this.index() + 1, total })
  })
  protected readonly nextHint = computed(() => this.withKey(t('hits.next'), this.bindings.keysOf('nextHit')))
  protected readonly previousHint = computed(() =>
    this.withKey(t('hits.previous'), this.bindings.keysOf('previousHit')),
  )

  constructor() {
    inject(Commands).handle({
      nextHit: { run: () => this.step(1), available: () => this.shown() },
      previousHit: { run: () => this.step(-1), available: () => this.shown() },
    })
    afterRenderEffect(() => {
      this.conversation.rows()
      const words = this.shown() && this.conversation.target() ? this.found()?.words : undefined
      highlightWords(words ?? '', this.hits())
    })
    inject(DestroyRef).onDestroy(() => highlightWords('', []))
  }

  /** To the next older message, and from the oldest to the newest again. */
  protected step(by: 1 | -1): void {
    const hits = this.hits()
    const from = this.index() === -1 && by === -1 ? 0 : this.index()
    const at = hits[(from + by + hits.length) % hits.length]
    void this.router.navigate([], { queryParams: { at }, queryParamsHandling: 'merge', replaceUrl: true })
  }

  protected close(): void {
    this.closed.set(true)
  }

  private withKey(words: string, keys: string | null): string {
    return keys ? `${words} (${keyText(keys)})` : words
  }
}
