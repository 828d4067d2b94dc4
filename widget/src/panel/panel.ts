export { SessionLifecycle } from '../chat/session-lifecycle.js'
import { unlockSound } from '@support-chat/shared/view'
import { html, nothing, type ReactiveController, type TemplateResult } from 'lit'
import { directionOf } from '../i18n/direction.js'
import { BackController } from './back-controller.js'
import { Composer, isComposing } from './composer.js'
import { ConnectionMention } from './connection-mention.js'
import { FocusController } from './focus-controller.js'
import { matchesMedia } from './media-query.js'
import { MessageList } from './message-list.js'
import { keepMuted, wasMuted } from './mute-setting.js'
import { panelStatus } from './notice.js'
import type { PanelHost } from './panel-host.js'
import { bellIcon, bellOffIcon, closeIcon, cloudOffIcon } from './panel-icons.js'
import { ReadTracker } from './read-tracker.js'
import { ViewportController } from './viewport-controller.js'
import { adoptPanelStyles } from './panel-styles.js'
import { panelTitle } from './panel-title.js'

export { AnswerCard } from './answer-card.js'
export { LiveAnnouncer } from './live-announcer.js'

/** The dialog: header, messages and composer. One for each person: another user gets another panel. */
export class Panel {
  /** In the order in which the host drives them. */
  readonly #controllers: readonly ReactiveController[]
  readonly #composer: Composer
  readonly #messages: MessageList
  readonly #viewport: ViewportController
  readonly #focus: FocusController
  readonly #mention: ConnectionMention

  readonly #host: PanelHost

  /** @param enter whether an open panel takes the focus at once */
  constructor(host: PanelHost, enter: boolean) {
    this.#host = host
    adoptPanelStyles(host)
    this.#composer = new Composer(host)
    this.#viewport = new ViewportController(host)
    this.#focus = new FocusController(host, host.opened && !enter, () => this.#enter())
    const chat = () => host.snapshot.session
    const actions = {
      retry: (id: string) => chat()?.retry(id),
      discard: (id: string) => void chat()?.discard(id),
      edit: (id: string) => this.#composer.restore(chat()?.discard(id) ?? ''),
      send: (content: string) => this.#composer.sendText(content),
    }
    this.#messages = new MessageList(host, actions, () => this.#composer.queue)
    const readTracker = new ReadTracker(host, () => this.#messages.unread)
    const back = new BackController(host, this.#viewport)
    this.#mention = new ConnectionMention(host)
    const drawn = [this.#viewport, this.#composer, this.#messages, this.#mention]
    this.#controllers = [...drawn, readTracker, this.#focus, back]
    for (const controller of this.#controllers) host.addController(controller)
    if (wasMuted()) host.muted = true
  }

  dispose(): void {
    for (const controller of this.#controllers) {
      this.#host.removeController(controller)
      controller.hostDisconnected?.()
    }
  }

  suggest(draft: string): void {
    this.#composer.suggest(draft)
  }

  /** New messages are read out by the log. */
  get isReadOut(): boolean {
    return this.#messages.isReadOut
  }

  get #dialog(): HTMLElement | null {
    return this.#host.renderRoot.querySelector('.panel')
  }

  render(): TemplateResult {
    const host = this.#host
    const { shown, mode, heading, words, language } = host
    const status = this.#panelStatus
    const locked = status === 'signed-out' || status === 'refused' || status === 'forbidden'
    return html`<section
      class="panel ${mode === 'inline' ? mode : 'floating'} ${shown ? 'open' : ''}"
      part="panel"
      role="dialog"
      aria-modal=${this.#viewport.isCovered || nothing}
      tabindex="-1"
      aria-label=${heading || words.heading}
      dir=${directionOf(language)}
      lang=${language}
      ?inert=${!shown}
    >
      <header part="header">
        ${panelTitle(host, this.#mention.state !== 'quiet', this.#messages.times)}
        <slot name="header"></slot>
        ${this.#muteButton()} ${mode === 'inline' ? nothing : this.#closeButton()}
      </header>
      <div class="body">
        ${this.#messages.render()}
        <div class="mention" aria-live="polite">${this.#banner()}</div>
      </div>
      ${this.#composer.render(locked)}
      <slot name="footer"></slot>
    </section>`
  }

  get #panelStatus() {
    return panelStatus(this.#host.snapshot, this.#host.signedOut)
  }

  #muteButton() {
    const { muted, words } = this.#host
    return html`<button
      class="icon-button"
      part="mute"
      type="button"
      aria-label=${words.muteSounds}
      aria-pressed=${muted}
      title=${muted ? words.unmuteSounds : words.muteSounds}
      @click=${this.#toggleMuted}
    >
      ${muted ? bellOffIcon : bellIcon}
    </button>`
  }

  /** On a phone the launcher is covered, and this button takes its place and name. */
  #closeButton() {
    const { words } = this.#host
    const label = this.#viewport.isCovered ? words.closeLauncher : words.close
    return html`<button
      class="icon-button"
      part="close"
      type="button"
      aria-label=${label}
      title=${words.close}
      @click=${this.#close}
    >
      ${closeIcon}
    </button>`
  }

  /** Lies over the messages, so that nothing moves when the connection goes; read out, as is that it is back. */
  #banner() {
    const { snapshot, words } = this.#host
    const { status: connection } = snapshot.connection
    const status = this.#panelStatus
    const isRefused = status === 'refused'
    const isFinal = connection === 'offline' && (isRefused || status === 'forbidden')
    if (this.#mention.state === 'back') return html`<p class="visually-hidden">${words.connected}</p>`
    if (!(isFinal || this.#mention.state === 'lost') || (this.#messages.isEmpty && !snapshot.chat.loaded))
      return nothing
    const notice = status === 'forbidden' ? words.forbiddenTitle : words.offlineBanner
    return html`<div class="banner" part="banner">
      ${cloudOffIcon}<span>${isRefused ? words.refusedTitle : notice}</span>
      ${
        isRefused
          ? html`<button type="button" @click=${() => this.#host.reconnect()}>${words.tryAgain}</button>`
          : nothing
      }
    </div>`
  }

  /** Focuses the input; on touch screens the dialog, so that no on-screen keyboard covers the messages. */
  #enter(): void {
    const input = this.#dialog?.querySelector('textarea')
    if (input && !input.disabled && !matchesMedia('(pointer: coarse)')) input.focus()
    else this.#dialog?.focus()
    unlockSound()
  }

  readonly #close = () => this.#host.close()

  readonly #toggleMuted = () => {
    this.#host.muted = !this.#host.muted
    keepMuted(this.#host.muted)
    unlockSound()
  }

  handleKey(event: KeyboardEvent): void {
    const { key, shiftKey } = event
    const { opened, mode } = this.#host
    this.#composer.sendOnEnter(event)
    if (!opened || mode === 'inline' || isComposing(event)) return
    if (key === 'Escape') {
      // A dialog of the page must not close along with it.
      event.stopPropagation()
      event.preventDefault()
      this.#close()
    } else if (key === 'Tab' && this.#viewport.isCovered && this.#focus.wrap(this.#dialog, shiftKey)) {
      event.preventDefault()
    }
  }
}
