export { SessionLifecycle } from '../chat/session-lifecycle.js'
import { unlockSound } from '@support-chat/shared/view'
import { adoptStyles, html, nothing, type ReactiveController, type TemplateResult } from 'lit'
import { directionOf } from '../i18n/direction.js'
import { launcherStyles } from '../launcher/launcher-styles.js'
import { BackController } from './back-controller.js'
import { Composer, isComposing } from './composer.js'
import { FocusController } from './focus-controller.js'
import { matchesMedia } from './media-query.js'
import { MessageList } from './message-list.js'
import { keepMuted, wasMuted } from './mute-setting.js'
import { panelStatus } from './notice.js'
import type { PanelHost } from './panel-host.js'
import { bellIcon, bellOffIcon, closeIcon, cloudOffIcon } from './panel-icons.js'
import { ReadTracker } from './read-tracker.js'
import { ViewportController } from './viewport-controller.js'
import { panelStyles } from './panel-styles.js'

export { LiveAnnouncer } from './live-announcer.js'

/** The dialog: header, messages and composer. One for each person: another user gets another panel. */
export class Panel {
  /** In the order in which the host drives them. */
  readonly #controllers: readonly ReactiveController[]
  readonly #composer: Composer
  readonly #messages: MessageList
  readonly #viewport: ViewportController
  readonly #focus: FocusController

  readonly #host: PanelHost

  /** @param enter whether an open panel takes the focus at once */
  constructor(host: PanelHost, enter: boolean) {
    this.#host = host
    adoptStyles(host.renderRoot as ShadowRoot, [launcherStyles, ...panelStyles])
    this.#composer = new Composer(host)
    this.#viewport = new ViewportController(host)
    this.#focus = new FocusController(host, host.opened && !enter, () => this.#enter())
    const chat = () => host.snapshot.session
    const actions = {
      retry: (id: string) => chat()?.retry(id),
      discard: (id: string) => void chat()?.discard(id),
      edit: (id: string) => this.#composer.restore(chat()?.discard(id) ?? ''),
    }
    this.#messages = new MessageList(host, actions, () => this.#composer.queue)
    const readTracker = new ReadTracker(host, () => this.#messages.unread)
    const back = new BackController(host, this.#viewport)
    this.#controllers = [this.#viewport, this.#composer, this.#messages, readTracker, this.#focus, back]
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
      translate="no"
      aria-modal=${this.#viewport.isCovered || nothing}
      tabindex="-1"
      aria-labelledby="heading"
      dir=${directionOf(language)}
      lang=${language}
      ?inert=${!shown}
    >
      <header part="header">
        <div class="title">
          <h2 id="heading" part="heading">${heading || words.heading}</h2>
          ${this.#status()}
        </div>
        <slot name="header"></slot>
        ${this.#muteButton()} ${mode === 'inline' ? nothing : this.#closeButton()}
      </header>
      <div class="body">${this.#messages.render()} ${this.#banner()}</div>
      ${this.#composer.render(locked)}
      <slot name="footer"></slot>
    </section>`
  }

  get #panelStatus() {
    return panelStatus(this.#host.snapshot, this.#host.signedOut)
  }

  #status() {
    const { snapshot, words } = this.#host
    const { status } = snapshot.connection
    return html`<p class="status ${status}" part="status" role="status">${words[status]}</p>`
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

  /** Lies over the messages, so that nothing moves when the connection goes. */
  #banner() {
    const { snapshot, words } = this.#host
    const lost = !this.#messages.isEmpty || snapshot.chat.loaded
    if (!lost || snapshot.connection.status !== 'offline') return nothing
    const status = this.#panelStatus
    const refused = status === 'refused'
    const notice = status === 'forbidden' ? words.forbiddenTitle : words.offlineBanner
    return html`<div class="banner" part="banner">
      ${cloudOffIcon}<span>${refused ? words.refusedTitle : notice}</span>
      ${
        refused
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
