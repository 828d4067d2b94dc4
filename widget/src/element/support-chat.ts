import type { SupportMessage } from '@support-chat/shared'
import { adoptStyles, html, LitElement, nothing, type PropertyDeclaration, type PropertyValues } from 'lit'
import { loadDoctor, loadEnglish, loadPanel, preparePanel } from '../loading/chunks.js'
import type { ConversationView } from '../chat/chat-snapshot.js'
import type { DiagnosticReport } from '../diagnostics/report.js'
import { keepInside } from './event-border.js'
import { whenIdle } from '../loading/idle.js'
import { followHash } from './hash-link.js'
import { languageOf, watchLanguage, wordsIn } from '../i18n/languages.js'
import { launcher } from './launcher.js'
import { launcherStyles } from './launcher-styles.js'
import { LazyConversation } from '../chat/lazy-chat.js'
import type { Panel } from '../panel/panel.js'
import { scriptOrigin } from '../loading/script-origin.js'
import type { SessionSource } from '../chat/session.js'
import { enter, leave } from './single-instance.js'
import { launcherEnglish, resolveStrings, type Strings } from '../i18n/strings.js'
import { rise } from './top-layer.js'

/** What a page gives to say that somebody is signed in to it. */
const SIGN_IN = /^(token|getToken|user)$/
/** Attributes that follow their properties. */
const REFLECTED = /^(theme|position|mode|muted|opened)$/

/**
 * Support chat for the signed-in user of a page: a button in the corner with the number of unread messages, and a panel
 * with the conversation. Connects by itself, shortly after the page has settled, once it has a token.
 *
 * One works on a page; further ones wait for its place.
 *
 * @element support-chat
 *
 * @fires support-chat-ready - It has drawn itself; its methods can be called.
 * @fires support-chat-open - The panel opened.
 * @fires support-chat-close - The panel closed.
 * @fires {CustomEvent<{message: SupportMessage}>} support-chat-message - A message of either side was stored.
 * @fires {CustomEvent<{count: number}>} support-chat-unread - The number of unread messages changed.
 * @fires {CustomEvent<{connected: boolean}>} support-chat-connection - The connection came or went.
 * @fires {CustomEvent<{code: string, message: string}>} support-chat-error - Something failed; `code` is one of the API's,
 * or `wrong_user` where the token is not of the `user` named.
 *
 * @csspart launcher - The round button.
 * @csspart badge - The number on it.
 * @csspart panel - The dialog.
 * @csspart header - Its top: heading, status and buttons.
 * @csspart heading - The heading.
 * @csspart status - The connection indicator.
 * @csspart mute - The button for the sounds.
 * @csspart close - The button that closes the panel.
 * @csspart messages - The scrolled log.
 * @csspart day - A divider between two days.
 * @csspart message - One message: name, bubble and time; also `own` or `staff`, `first` or `last` of its run, and
 * `sending` or `failed`.
 * @csspart name - The name above a message of staff.
 * @csspart bubble - The bubble alone; also `mine`, `theirs` or `emoji`.
 * @csspart meta - What stands below a bubble: time and receipt; also `failure` with its buttons.
 * @csspart typing - The dots while staff write.
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
export class SupportChat extends LitElement {
  static override styles = launcherStyles

  static override properties = {
    serverUrl: { attribute: 'server-url' },
    token: {},
    getToken: { attribute: false },
    user: {},
    heading: {},
    locale: {},
    theme: { reflect: true, useDefault: true },
    position: { reflect: true, useDefault: true },
    mode: { reflect: true, useDefault: true },
    muted: { type: Boolean, reflect: true },
    opened: { type: Boolean, reflect: true },
    mock: { type: Boolean },
    credentials: {},
    hideVisits: { attribute: 'hide-visits', type: Boolean },
    strings: { attribute: false },
    sessionSource: { attribute: false },
  }

  /** What `logout()` put away until the page says again that somebody is signed in. */
  #putAway: Pick<SupportChat, 'token' | 'getToken'> | undefined
  /** @internal */ assigned = 0

  /** Origin of the server. Default: where the script came from. */
  serverUrl: string = scriptOrigin()
  /** The user's token. Another user's token shows the other user's chat; none shows nobody's. */
  token: string | null = null
  /**
   * Gives a token when one is needed: at the start unless `token` is set, before expiry, after a refusal, when it is
   * assigned, and, a minute after it was last asked, when somebody is about to read or send. Rejecting, or not answering
   * within 15 s, it is asked again later.
   */
  getToken: (() => string | Promise<string>) | undefined
  /**
   * Your own id of who is signed in, as the token has it in `sub`. Another one, and nothing of the user before is shown or
   * sent any more; a token of anybody else is never used.
   */
  user: string | number | null | undefined
  /** Heading of the panel and name of the dialog. Default: `Support Chat`. */
  heading = ''
  /** BCP 47 tag of the language to speak. Default: that of the page around it (`lang`), else the browser's. */
  locale = ''
  theme: 'auto' | 'light' | 'dark' = 'auto'
  position: 'bottom-right' | 'bottom-left' = 'bottom-right'
  /** `inline` fills its own box on the page, without a launcher. */
  mode: 'floating' | 'inline' = 'floating'
  /** Plays no sound for new messages. */
  muted = false
  /** The panel is open. */
  opened = false
  /** Shows a made-up conversation, without a server or a token: for tests and designs of the page. Set before it connects. */
  mock = false
  /** `include` sends the server's cookies along, for a load balancer that keeps a client on one server by a cookie. */
  credentials: 'include' | 'omit' = 'omit'
  /** Tells staff neither on which page the user is nor in which time zone. Set before it connects. */
  hideVisits = false
  /** Words to use instead of the built-in ones, whatever the language. */
  strings: Partial<Strings> | null | undefined = {}
  /** See {@link SessionSource}. Set before it connects. */
  sessionSource: SessionSource | undefined

  /** @internal The words of the language wanted; none while they are on their way, and where English has to do. */
  translation: Strings | undefined
  #english: Strings | undefined
  #wanted: string | undefined
  #translating: Promise<void> | undefined

  /** Aborted when it gives up its place. */
  #present: AbortController | undefined
  readonly #reflected = new Set<string>()
  #active = false
  /** It has not been announced yet. */
  #isNew = false
  #connecting = false
  /** The panel's code does not come, and somebody waits for it. */
  #isLate = false
  readonly #conversation = new LazyConversation(this, () => this.#active)
  #panel: Panel | undefined
  /** Somebody has opened the panel; not so when the page came with it open, which is no reason to move the focus. */
  #calledFor = false

  /** Opens the panel and moves the focus into it. */
  open(): void {
    if (this.#active || !this.isConnected) this.opened = true
  }

  /** Closes the panel and gives the focus back. The conversation and what is being written stay. */
  close(): void {
    this.opened = false
  }

  toggle(): void {
    return this.opened ? this.close() : this.open()
  }

  /**
   * Sends a message as the user, as if typed: shown at once, and kept until the server has it.
   * @returns {Promise<string | null>} its client_id, or null when there is no text or nobody is signed in.
   */
  async send(text: string): Promise<string | null> {
    return (await this.#conversation.open())?.chat.send(text) ?? null
  }

  /** Marks every message read, whether the panel is open or not. */
  async markAsRead(): Promise<void> {
    ;(await this.#conversation.open())?.chat.markRead()
  }

  /**
   * Signs the user out of the chat, here and in the user's other tabs of this origin: forgets the token, the
   * conversation and unsent messages, and closes the panel.
   */
  logout(): void {
    void this.#conversation.signOut()
    this.end()
  }

  /** Looks for what keeps the chat from working; calls `getToken`. Holds nothing secret: it may be pasted anywhere. */
  async diagnose(): Promise<DiagnosticReport> {
    return (await loadDoctor()).diagnose(this)
  }

  override connectedCallback(): void {
    super.connectedCallback()
    enter(this)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    leave(this)
  }

  /**
   * Where a property has set an attribute, taking that away says nothing: libraries that make a page anew from its
   * server's HTML do so with all that the server did not write. It is put back.
   */
  override attributeChangedCallback(name: string, before: string | null, value: string | null): void {
    const current: unknown = REFLECTED.test(name) && this[name as 'opened']
    if (value === null && current && this.#reflected.has(name)) return this.requestUpdate(name, null)
    if (!current || (value || true) !== current) this.#reflected.delete(name)
    // What the page has written is the page's, though it is written once more for the property.
    else if (value !== before) this.#reflected.add(name)
    super.attributeChangedCallback(name, before, value)
  }

  /** @internal Called for each property that is set, be it to the same value. */
  override requestUpdate(name?: PropertyKey, before?: unknown, options?: PropertyDeclaration): void {
    if (SIGN_IN.test(name as string)) this.#isToldOfUser(name as 'token' | 'getToken' | 'user')
    super.requestUpdate(name, before, options)
  }

  /** @internal */
  setActive(active: boolean): void {
    this.#active = active
    this.#present?.abort()
    if (active) {
      const { signal } = (this.#present = new AbortController())
      followHash(this, signal)
      keepInside(this, (event) => this.#panel?.pressed(event), signal)
      watchLanguage(this, signal)
    } else this.#conversation.close(false)
    this.#isNew = active
    this.requestUpdate()
  }

  /** @internal */
  get conversation(): ConversationView {
    return this.#conversation.view
  }

  /** @internal The panel can be seen. */
  get shown(): boolean {
    return this.opened || this.mode === 'inline'
  }

  /** @internal The page has not said who its user is. */
  get signedOut(): boolean {
    return !this.mock && !this.token && !this.getToken
  }

  /** @internal The language wanted. */
  get language(): string {
    return languageOf(this)
  }

  /** @internal What it says: the page's own words, else those of its language, else the English ones. */
  get words(): Strings {
    return resolveStrings(this.translation ?? this.#english ?? (launcherEnglish as Strings), this.strings)
  }

  /** @internal Tries again from the start; what has been written stays. */
  reconnect(): void {
    this.#conversation.close(false)
    void this.#conversation.open()
  }

  /** @internal */
  tell(event: string, detail?: object): void {
    this.dispatchEvent(new CustomEvent(`support-chat-${event}`, { detail, bubbles: true, composed: true }))
  }

  /** @internal Messages of either side that were not there when the chat was loaded. */
  receive(messages: readonly SupportMessage[]): void {
    for (const message of messages) this.tell('message', { message })
    const news = messages.filter(({ sender_type }) => sender_type === 'admin')
    const { controls } = this.conversation
    if (news.length) void Promise.all([loadPanel(), this.#translating]).then(([{ hear }]) => hear(this, news, controls))
  }

  /** @internal The user has signed out, here or in another tab. */
  end(): void {
    this.#putAway ??= { token: this.token, getToken: this.getToken }
    Object.assign(this, { token: null, getToken: undefined })
    this.opened = false
    this.forget()
  }

  /** @internal Leaves nothing of the user: not the messages, nor what was being written. */
  forget(): void {
    this.#conversation.close(true)
    this.renderRoot.querySelector('.news')?.remove()
    if (!this.#panel) return
    this.removeController(this.#panel)
    this.#panel.hostDisconnected()
    this.#panel = undefined
    this.requestUpdate()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#conversation.live?.follow()
    if (!this.#active) return
    if (changed.has('opened') && this.opened) this.#conversation.live?.confirm()
    if (this.#wanted !== this.language) this.#translating = this.#translate()
    if (!this.conversation.isOpen && !this.signedOut) this.#connectSoon()
    if (this.shown && !this.#panel) void this.#showPanel()
  }

  protected override render(): unknown {
    if (!this.#active) return nothing
    return html`<div class="root" popover=${this.mode === 'inline' ? nothing : 'manual'}>
      ${this.#panel?.render() ?? (this.shown && this.#isLate ? html`<p class="late" role="alert">${this.words.unreachableTitle}</p>` : nothing)}
      ${this.mode === 'inline' ? nothing : launcher(this, this.words, preparePanel)}
    </div>`
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!this.#active) return
    const isNew = this.#isNew
    this.#isNew = false
    if (isNew || changed.has('mode')) rise(this)
    if (isNew) this.tell('ready')
    if (changed.has('opened') && this.opened !== Boolean(changed.get('opened'))) {
      this.tell(this.opened ? 'open' : 'close')
      this.#calledFor = this.opened && changed.get('opened') !== undefined
    }
  }

  #isToldOfUser(by: 'token' | 'getToken' | 'user'): void {
    if (by === 'getToken') {
      this.assigned++
      super.requestUpdate()
    }
    const away = this.#putAway
    if (!away || (!this[by] && this[by] !== 0)) return
    this.#putAway = undefined
    if (by !== 'getToken') this.getToken = away.getToken
    if (by === 'user' && !away.getToken) this.token = away.token
  }

  /** Words already on the screen stay until the others are here, or do not come: English has to do then. */
  #translate(): Promise<void> {
    const wanted = (this.#wanted = this.language)
    return new Promise((settled) => {
      const speak = async (translation?: Strings) => {
        if (!translation) this.#english ??= (await loadEnglish()).english
        if (wanted === this.#wanted) this.translation = translation
        this.requestUpdate()
        settled()
      }
      void wordsIn(wanted, () => void speak()).then(speak)
    })
  }

  /** At once when somebody is waiting for it; else when the page is idle. The panel is fetched along, to open without a wait. */
  #connectSoon(): void {
    if (this.shown) void this.#conversation.open()
    else if (!this.#connecting) {
      this.#connecting = true
      whenIdle(() => {
        this.#connecting = false
        void this.#conversation.open()
        preparePanel()
      })
    }
  }

  async #showPanel(): Promise<void> {
    const [{ Panel, panelStyles }] = await Promise.all([loadPanel(this.#failed), this.#translating])
    if (this.#panel) return
    adoptStyles(this.renderRoot as ShadowRoot, [launcherStyles, ...panelStyles])
    this.#panel = new Panel(this, this.#calledFor)
    this.#calledFor = false
    this.addController(this.#panel)
    this.requestUpdate()
  }

  readonly #failed = (cause: unknown) => {
    if (this.#isLate || !this.shown) return
    this.#isLate = true
    this.tell('error', { code: 'unavailable', message: String(cause) })
    this.requestUpdate()
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'support-chat': SupportChat
  }
}
