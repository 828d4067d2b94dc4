import type { SupportMessage } from '@support-chat/shared'
import { html, nothing, type ReactiveController } from 'lit'
import type { ChatHost } from '../chat/chat-host.js'
import { loadFiles } from '../files/load-files.js'
import type { LocaleController } from '../i18n/locale-controller.js'
import type { AnswerCard } from '../panel/answer-card.js'
import type { LiveAnnouncer } from '../panel/live-announcer.js'
import type { PanelHost } from '../panel/panel-host.js'
import type { Panel } from '../panel/panel.js'
import { loadPanel } from './chunks.js'

/** The element as its panel sees it, and its way to emit an error. */
type Host = PanelHost & Pick<ChatHost, 'emit'>

/** Fetches the panel when it is to be shown, and puts another one in its place for another user. */
export class PanelController implements ReactiveController {
  /** The user opened the panel, rather than finding it open: only then it takes the focus. */
  openedByCaller = false
  current: Panel | undefined
  #announcer: LiveAnnouncer | undefined
  #card: AnswerCard | undefined
  /** A text for the user to go on with, once there is a panel. */
  #suggestion = ''
  /** The panel's code could not be fetched while the user waited for it. */
  #hasFailed = false

  readonly #host: Host
  readonly #locale: LocaleController

  constructor(host: Host, locale: LocaleController) {
    this.#host = host
    this.#locale = locale
  }

  hostUpdate(): void {
    if (this.#host.shown && !this.current) void this.#load()
  }

  render(): unknown {
    const { shown, words } = this.#host
    if (this.current) return html`${this.current.render()} ${this.#card?.render()}`
    if (this.#card) return this.#card.render()
    return shown && this.#hasFailed ? html`<p class="load-error" role="alert">${words.unreachableTitle}</p>` : nothing
  }

  /** A sound, a sentence for screen readers, and a card while it is closed. */
  async announce(news: readonly SupportMessage[]): Promise<void> {
    const { session } = this.#host.snapshot
    const [{ AnswerCard, LiveAnnouncer }] = await Promise.all([loadPanel(), this.#locale.ready])
    const messages = news.at(-1)?.content ? news : (await loadFiles()).describe(news, this.#host)
    this.#announcer ??= new LiveAnnouncer(this.#host, () => this.current?.isReadOut)
    this.#announcer.announce(messages, session)
    this.#card ??= new AnswerCard(this.#host)
    this.#card.show(messages.at(-1), session)
  }

  handleKey(event: KeyboardEvent): void {
    if (!this.#card?.handleKey(event)) this.current?.handleKey(event)
  }

  suggest(draft: string): void {
    if (this.current) this.current.suggest(draft)
    else this.#suggestion = draft
  }

  /** Another user gets another panel. */
  forget(): void {
    this.#suggestion = ''
    this.current?.dispose()
    this.current = undefined
    this.#host.requestUpdate()
  }

  async #load(): Promise<void> {
    const host = this.#host
    const [{ Panel }] = await Promise.all([loadPanel(this.#reportFailure), this.#locale.ready])
    if (this.current) return
    this.current = new Panel(host, this.openedByCaller)
    this.openedByCaller = false
    this.current.suggest(this.#suggestion)
    this.#suggestion = ''
    host.requestUpdate()
  }

  readonly #reportFailure = (cause: unknown) => {
    if (this.#hasFailed || !this.#host.shown) return
    this.#hasFailed = true
    this.#host.emit('error', { code: 'unavailable', message: String(cause) })
    this.#host.requestUpdate()
  }
}
