import type { SupportMessage } from '@support-chat/shared'
import { html, nothing, type PropertyValues } from 'lit'
import { version } from '../../package.json'
import { ChatController } from '../chat/chat-controller.js'
import type { ChatSnapshot } from '../chat/chat-snapshot.js'
import type { EmittedEvent, EventName } from '../chat/events.js'
import type { DiagnosticReport } from '../diagnostics/report.js'
import { LocaleController } from '../i18n/locale-controller.js'
import type { Strings } from '../i18n/strings.js'
import { launcherStyles } from '../launcher/launcher-styles.js'
import { launcher } from '../launcher/launcher.js'
import { loadDemo, loadDiagnostics, loadPanel, preparePanel } from './chunks.js'
import { showStates } from './custom-states.js'
import { ElementProperties } from './element-properties.js'
import { containEvents } from './contain-events.js'
import { followHash } from './hash-link.js'
import { PanelController } from './panel-controller.js'
import { claimPage } from './single-instance.js'
import { showInTopLayer } from './top-layer.js'

/**
 * Support chat for the signed-in user of a page: a button in the corner with the number of unread messages, and a panel
 * with the conversation. Connects by itself, shortly after the page has settled, once it has a token.
 *
 * One works on a page, or one of each `instance`; further ones wait for its place.
 *
 * @element support-chat
 *
 * @slot header - Beside the heading, such as a logo or a link.
 * @slot empty - In place of the greeting, while there are no messages.
 * @slot footer - Below the box one writes in, such as a word on privacy.
 * @slot launcher - In place of the launcher's icon; the button and its name stay.
 *
 * @cssstate open - The panel is shown; always so with `mode="inline"`.
 * @cssstate unread - Messages of staff are unread.
 * @cssstate offline - Somebody is signed in, and there is no connection.
 *
 * @csspart launcher - The round button.
 * @csspart badge - The number on it.
 * @csspart panel - The dialog.
 * @csspart header - Its top: heading, status and buttons.
 * @csspart heading - The heading.
 * @csspart status - The connection indicator: seen while it has been lost for a while, and when it is back.
 * @csspart team - Below the heading: when an answer can be expected.
 * @csspart face - The picture of a member of staff, or their initials.
 * @csspart mute - The button for the sounds.
 * @csspart close - The button that closes the panel.
 * @csspart messages - The scrolled log.
 * @csspart day - A divider between two days; also `new` above what was unread when the chat was opened.
 * @csspart message - One message: name, bubble and time; also `own` or `staff`, `first` or `last` of its run, and
 * `sending` or `failed`.
 * @csspart name - The name above a message of staff.
 * @csspart bubble - The bubble alone; also `own` or `staff`, `emoji` or `redacted`. `mine` and `theirs` are older names of the two.
 * @csspart picture - A picture of a message.
 * @csspart file - The card of another file, with its name and size.
 * @csspart meta - What stands below a bubble: time and receipt; also `failure` with its buttons.
 * @csspart typing - Who of staff is writing, with dots.
 * @csspart topic - A topic to choose before the first message.
 * @csspart card - A new answer, above the launcher while the chat is closed.
 * @csspart jump - The pill that leads to the newest message.
 * @csspart skeleton - What stands for messages until they are there.
 * @csspart spinner - Shown while older messages are fetched.
 * @csspart notice - What stands in the place of messages: the greeting, or what is wrong.
 * @csspart banner - What lies over the messages while there is no connection.
 * @csspart composer - The bottom of the panel.
 * @csspart field - The frame round input and send button.
 * @csspart input - The box one writes in.
 * @csspart send - The send button.
 *
 * @cssprop --support-chat-accent - Launcher, own bubbles, send button.
 * @cssprop --support-chat-on-accent - Text and icons on the accent; black or white by default.
 * @cssprop --support-chat-accent-text - Links and focus rings. Made from the accent by default.
 * @cssprop --support-chat-header - The header; the surface by default.
 * @cssprop --support-chat-on-header - Text and icons of the header.
 * @cssprop --support-chat-own-bubble - The user's bubbles; the accent by default.
 * @cssprop --support-chat-on-own-bubble - Text in them.
 * @cssprop --support-chat-staff-bubble - Bubbles of staff; the raised surface by default.
 * @cssprop --support-chat-on-staff-bubble - Text in them.
 * @cssprop --support-chat-surface - Panel, header and composer.
 * @cssprop --support-chat-surface-sunken - Behind the messages.
 * @cssprop --support-chat-surface-raised - Staff bubbles and the input.
 * @cssprop --support-chat-text - Text.
 * @cssprop --support-chat-text-muted - Times and hints.
 * @cssprop --support-chat-border - Hairlines.
 * @cssprop --support-chat-danger - Failures.
 * @cssprop --support-chat-success - Connected.
 * @cssprop --support-chat-warning - Connecting.
 * @cssprop --support-chat-badge - Background of the badge.
 * @cssprop --support-chat-on-badge - Text of the badge.
 * @cssprop --support-chat-font - Font family.
 * @cssprop --support-chat-font-size - Size of the text; no less than 16 px on a phone.
 * @cssprop --support-chat-radius - Corners of the panel.
 * @cssprop --support-chat-bubble-radius - Corners of the bubbles.
 * @cssprop --support-chat-control-radius - Corners of input and buttons.
 * @cssprop --support-chat-shadow - Shadow of launcher and panel.
 * @cssprop --support-chat-inset - Distance from the edges of the window.
 * @cssprop --support-chat-launcher-size - Diameter of the launcher.
 * @cssprop --support-chat-width - Width of the floating panel.
 * @cssprop --support-chat-height - Height of the panel, floating or inline.
 * @cssprop --support-chat-z-index - Where it stands among the page's layers; above all of them by default.
 */
export class SupportChat extends ElementProperties {
  static override styles = launcherStyles
  /** Of the package that the script was made from. */
  static readonly version: string = version

  #resolveReady!: () => void
  /** Resolved once it has drawn itself, as `support-chat-ready` tells: of several with one `instance`, the first does. */
  readonly ready = new Promise<void>((resolve) => (this.#resolveReady = resolve))
  /** @internal The one of its kind that works on this page: see `claimPage`. */
  isActive = false
  /** @internal */
  readonly loadDemo = loadDemo
  readonly #chat = new ChatController(this, loadPanel)
  readonly #locale = new LocaleController(this)
  readonly #panel = new PanelController(this, this.#locale)
  readonly #states = this.attachInternals?.().states
  /** Aborted when it stops being the active one. */
  #claim: AbortController | undefined
  #release: (() => void) | undefined
  /** `support-chat-ready` is still to be emitted. */
  #isNew = false

  constructor() {
    super()
    this.addController(this.#chat)
    this.addController(this.#locale)
    this.addController(this.#panel)
  }

  /** Messages of staff that the user has not read. */
  get unread(): number {
    return this.snapshot.chat.unreadCount
  }

  /** Messages arrive now. */
  get connected(): boolean {
    return this.snapshot.connection.status === 'connected'
  }

  /**
   * Opens the panel and moves the focus into it, unless `support-chat-before-open` is canceled.
   * @param options.draft a text for the user to go on with; what they have been writing themselves stays above it
   */
  open(options?: { draft?: string | undefined }): void {
    if (this.isConnected && !this.isActive) return
    if (!this.opened && !this.emit('before-open')) return
    this.opened = true
    if (options?.draft) this.#panel.suggest(options.draft)
  }

  /**
   * Closes the panel and gives the focus back, unless `support-chat-before-close` is canceled. The conversation and what
   * is being written stay.
   */
  close(): void {
    if (this.opened && this.emit('before-close')) this.opened = false
  }

  toggle(): void {
    if (this.opened) this.close()
    else this.open()
  }

  /**
   * Sends a message as the user, as if typed: shown at once, and kept until the server has it.
   * @returns {Promise<string | null>} its client_id, or null when there is no text or nobody is signed in.
   */
  async send(text: string): Promise<string | null> {
    return (await this.#chat.open())?.chat.send(text) ?? null
  }

  /** Marks every message read, whether the panel is open or not. */
  async markAsRead(): Promise<void> {
    ;(await this.#chat.open())?.chat.markRead()
  }

  /**
   * Signs the user out of the chat, here and in the user's other tabs of this origin: forgets the conversation and unsent
   * messages, and closes the panel. The page's `token`, `getToken` and `user` stay, but nothing is done with them until one
   * of them is assigned again, be it to the same value.
   */
  logout(): void {
    void this.#chat.signOut()
    this.onSignedOut()
  }

  /** Looks for what keeps the chat from working; calls `getToken`. Holds nothing secret: it may be pasted anywhere. */
  async diagnose(): Promise<DiagnosticReport> {
    return (await loadDiagnostics()).diagnose(this)
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#release = claimPage(this)
  }

  override disconnectedCallback(): void {
    this.#release?.()
    super.disconnectedCallback()
  }

  /** @internal */
  setActive(active: boolean): void {
    this.isActive = this.#isNew = active
    this.#claim?.abort()
    if (active) {
      const { signal } = (this.#claim = new AbortController())
      followHash(this, signal)
      containEvents(this, (event) => this.#panel.handleKey(event), signal)
    }
    this.requestUpdate()
  }

  /** @internal */
  get snapshot(): ChatSnapshot {
    return this.#chat.snapshot
  }

  /** @internal */
  get words(): Strings {
    return this.#locale.words
  }

  /** @internal The locale of what it says. */
  get language(): string {
    return this.#locale.language
  }

  /** @internal The panel can be seen. */
  get shown(): boolean {
    return this.isActive && (this.opened || this.mode === 'inline')
  }

  /** @internal */
  emit<N extends EventName>(...[name, detail]: EmittedEvent<N>): boolean {
    const options = { detail, bubbles: true, composed: true, cancelable: /^before/.test(name) }
    return this.dispatchEvent(new CustomEvent(`support-chat-${name}`, options))
  }

  /** @internal */
  reconnect(): void {
    this.#chat.close(false)
    void this.#chat.open()
  }

  /** @internal */
  onStaffMessages(messages: readonly SupportMessage[]): void {
    void this.#panel.announce(messages)
  }

  /** @internal */
  onSignedOut(): void {
    this.signOut()
    this.opened = false
    this.forget()
  }

  /** @internal */
  forget(): void {
    this.#chat.close(true)
    this.#panel.forget()
  }

  protected override render(): unknown {
    if (!this.isActive) return nothing
    const isInline = this.mode === 'inline'
    return html`<div class="root" translate="no" lang=${this.language} popover=${isInline ? nothing : 'manual'}>
      ${this.#panel.render()} ${isInline || this.launcher === 'none' ? nothing : launcher(this, preparePanel)}
    </div>`
  }

  protected override updated(changed: PropertyValues<this>): void {
    showStates(this.#states, this.shown, this.snapshot)
    if (!this.isActive) return
    const isNew = this.#isNew
    this.#isNew = false
    if (isNew || changed.has('mode')) showInTopLayer(this)
    if (isNew) {
      this.#resolveReady()
      this.emit('ready')
    }
    if (changed.get('muted') !== undefined) this.emit('mute', { muted: this.muted })
    if (changed.has('opened') && this.opened !== Boolean(changed.get('opened'))) {
      this.emit(this.opened ? 'open' : 'close')
      this.#panel.openedByCaller = this.opened && changed.get('opened') !== undefined
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'support-chat': SupportChat
  }
}
