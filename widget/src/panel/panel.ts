import { unlockSound } from '@support-chat/shared/view'
import { html, nothing, type ReactiveController, type TemplateResult } from 'lit'
import { Attention } from './read-tracker.js'
import { Composer, isComposing } from './composer.js'
import { localeOf } from '../i18n/locale.js'
import { FocusKeeper } from './focus-controller.js'
import { holds } from './media-query.js'
import { MessageList } from './message-list.js'
import { keepMuted, wasMuted } from './mute-setting.js'
import { troubleOf } from './notice.js'
import { bellIcon, bellOffIcon, closeIcon, cloudOffIcon } from './panel-icons.js'
import { directionOf } from '../i18n/direction.js'
import type { SupportChat } from '../element/support-chat.js'
import { Viewport } from './viewport-controller.js'

export { panelStyles } from './panel-styles.js'
export { hear } from './announce.js'

/** The dialog: header, messages and composer. One for each person: another user gets another panel. */
export class Panel implements ReactiveController {
  readonly #composer: Composer
  readonly #messages: MessageList
  readonly #attention: Attention
  readonly #viewport: Viewport
  readonly #focus: FocusKeeper
  /** Ends what it listens to. */
  #connected: AbortController | undefined

  readonly #host: SupportChat

  /** @param enter whether an open panel takes the focus at once */
  constructor(host: SupportChat, enter: boolean) {
    this.#host = host

    this.#composer = new Composer(host)
    this.#viewport = new Viewport(host)
    this.#focus = new FocusKeeper(host, host.opened && !enter)
    const chat = () => host.conversation.controls
    const actions = {
      retry: (id: string) => chat()?.retry(id),
      discard: (id: string) => void chat()?.discard(id),
      edit: (id: string) => this.#composer.restore(chat()?.discard(id) ?? ''),
    }
    this.#messages = new MessageList(host, actions, () => this.#composer.queue)
    this.#attention = new Attention(host, () => this.#messages.unread)
    if (wasMuted()) host.muted = true
  }

  get #dialog(): HTMLElement | null {
    return this.#host.renderRoot.querySelector('.panel')
  }

  hostConnected(): void {
    const { signal } = (this.#connected = new AbortController())
    this.#attention.connect(signal)
    this.#viewport.connect(signal)
    // "Today" is another day from midnight on.
    const clock = setInterval(() => this.#host.requestUpdate(), 60_000)
    signal.addEventListener('abort', () => clearInterval(clock))
  }

  hostDisconnected(): void {
    this.#connected?.abort()
    this.#composer.disconnect()
    this.#messages.disconnect()
  }

  hostUpdate(): void {
    this.#focus.beforeUpdate()
    this.#messages.beforeUpdate()
  }

  hostUpdated(): void {
    this.#viewport.fit(this.#dialog)
    this.#composer.afterUpdate()
    this.#messages.afterUpdate()
    this.#attention.check()
    this.#focus.afterUpdate(this.#enter)
  }

  render(): TemplateResult {
    const host = this.#host
    const { shown, mode, heading, words } = host
    const locale = localeOf(host)
    const trouble = troubleOf(host)
    const locked = trouble === 'signed-out' || trouble === 'refused' || trouble === 'forbidden'
    return html`<section
      class="panel ${mode} ${shown ? 'open' : ''}"
      part="panel"
      role="dialog"
      translate="no"
      aria-modal=${this.#viewport.isCovered || nothing}
      tabindex="-1"
      aria-labelledby="heading"
      dir=${directionOf(locale)}
      lang=${locale}
      ?inert=${!shown}
    >
      <header part="header">
        <div class="title">
          <h2 id="heading" part="heading">${heading || words.heading}</h2>
          ${this.#status()}
        </div>
        ${this.#muteButton()} ${mode === 'inline' ? nothing : this.#closeButton()}
      </header>
      <div class="body">${this.#messages.render()} ${this.#banner()}</div>
      ${this.#composer.render(locked)}
    </section>`
  }

  #status() {
    const { status } = this.#host.conversation.connection
    return html`<p class="status ${status}" part="status" role="status">${this.#host.words[status]}</p>`
  }

  #muteButton() {
    const { muted, words } = this.#host
    return html`<button
      class="tool"
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
      class="tool"
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
    const { conversation, words } = this.#host
    const lost = !this.#messages.isEmpty || conversation.chat.loaded
    if (!lost || conversation.connection.status !== 'offline') return nothing
    const trouble = troubleOf(this.#host)
    const refused = trouble === 'refused'
    const notice = trouble === 'forbidden' ? words.forbiddenTitle : words.offlineBanner
    return html`<div class="banner" part="banner">
      ${cloudOffIcon}<span>${refused ? words.refusedTitle : notice}</span>
      ${
        refused
          ? html`<button type="button" @click=${() => this.#host.reconnect()}>${words.tryAgain}</button>`
          : nothing
      }
    </div>`
  }

  /** Into the input; where that would bring up a keyboard over the messages, onto the dialog itself. */
  readonly #enter = () => {
    const input = this.#dialog?.querySelector('textarea')
    if (input && !input.disabled && !holds('(pointer: coarse)')) input.focus()
    else this.#dialog?.focus()
    unlockSound()
  }

  readonly #close = () => this.#host.close()

  readonly #toggleMuted = () => {
    this.#host.muted = !this.#host.muted
    keepMuted(this.#host.muted)
    unlockSound()
  }

  pressed(event: KeyboardEvent): void {
    const { key, shiftKey } = event
    const { opened, mode } = this.#host
    this.#composer.pressed(event)
    if (!opened || mode === 'inline' || isComposing(event)) return
    if (key === 'Escape') {
      // The page's own dialogs, made with or without `<dialog>`, do not close along with it.
      event.stopPropagation()
      event.preventDefault()
      this.#close()
    } else if (key === 'Tab' && this.#viewport.isCovered && this.#focus.wrap(this.#dialog, shiftKey)) {
      event.preventDefault()
    }
  }
}
