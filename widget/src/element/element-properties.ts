import { LitElement, type PropertyDeclaration, type PropertyDeclarations } from 'lit'
import type { Attributes } from '@support-chat/shared'
import type { SessionSource } from '../chat/session.js'
import type { Strings } from '../i18n/strings.js'
import { scriptServer } from '../loading/script-server.js'

/** Assigning any of these says that a user is signed in to the page. */
const SIGN_IN = /^(token|getToken|user)$/

/** The properties of `<support-chat>` that a page sets, their attributes, and what of them still counts after `logout()`. */
export abstract class ElementProperties extends LitElement {
  static override properties: PropertyDeclarations = {
    serverUrl: { attribute: 'server-url' },
    token: {},
    getToken: { attribute: false },
    user: {},
    context: { attribute: false },
    heading: {},
    locale: {},
    theme: { reflect: true, useDefault: true },
    position: { reflect: true, useDefault: true },
    mode: { reflect: true, useDefault: true },
    launcher: { reflect: true, useDefault: true },
    instance: {},
    muted: { type: Boolean, reflect: true },
    opened: { type: Boolean, reflect: true },
    mock: { type: Boolean },
    credentials: {},
    hideVisits: { attribute: 'hide-visits', type: Boolean },
    strings: { attribute: false },
    sessionSource: { attribute: false },
  }

  /** `logout()` was called, and the page has not said since that a user is signed in. */
  #isLoggedOut = false
  /** `token` is of a user who has gone. */
  #isTokenOutdated = false
  /** @internal See `TokenSource`. */
  assigned = 0

  /** Address of the server, with a path where it has one. Default: where the script came from. */
  serverUrl: string = scriptServer
  /** The user's token. Another user's token shows the other user's chat; none shows nobody's. */
  token: string | null = null
  /**
   * Gives a token when one is needed: at the start unless `token` is set, before expiry, after a refusal, when it is
   * assigned, and, a minute after it was last asked, when the user is about to read or send. Rejecting, or not answering
   * within 15 s, it is asked again later.
   */
  getToken: (() => string | Promise<string>) | undefined
  /**
   * Your own id of who is signed in, as the token has it in `sub`. Another one, and nothing of the user before is shown or
   * sent any more; a token of anybody else is never used.
   */
  user: string | number | null | undefined
  /**
   * What staff see of this visit beside the conversation, marked as unverified: `{ plan: 'pro', cart: 3 }`. Texts of up to
   * 500 characters, numbers and booleans under up to 20 names of up to 64, 4 KiB as JSON; what is more is told as
   * `support-chat-error` with `invalid_request`. What has to be true belongs into the token's `attributes`.
   */
  context: Readonly<Attributes> | null | undefined
  /** Heading of the panel and name of the dialog. Default: `Support Chat`. */
  heading = ''
  /** BCP 47 tag of the language to speak. Default: that of the page around it (`lang`), else the browser's. */
  locale = ''
  theme: 'auto' | 'light' | 'dark' = 'auto'
  position: 'bottom-right' | 'bottom-left' = 'bottom-right'
  /** `inline` fills its own box on the page, without a launcher. */
  mode: 'floating' | 'inline' = 'floating'
  /** `none` shows no button: the page opens the panel by `open()`. */
  launcher: 'default' | 'none' = 'default'
  /** Tells several on one page apart, as of several brands: one of each works. Set before it connects. */
  instance = ''
  /** Plays no sound for new messages. */
  muted = false
  /** The panel is open. */
  opened = false
  /** Shows a made-up conversation, without a server or a token: for tests and designs of the page. Set before it connects. */
  mock = false
  /**
   * `include` sends the server's cookies along: those of a load balancer, and, with neither `token` nor `getToken`, those of
   * your own session, which then say alone who the user is. `user` tells a change of them at once.
   */
  credentials: 'include' | 'omit' = 'omit'
  /** Tells staff neither on which page the user is nor in which time zone. Set before it connects. */
  hideVisits = false
  /** Words to use instead of the built-in ones, whatever the language. */
  strings: Partial<Strings> | null | undefined = {}
  /** See {@link SessionSource}. Set before it connects. */
  sessionSource: SessionSource | undefined

  /** Attributes that reflect a property and were not written by the page. */
  readonly #reflected = new Set<string>()

  /**
   * A removed attribute that only reflected a property is put back, and the property stays: libraries that patch a page
   * with its server's HTML remove every attribute that the server did not write.
   */
  override attributeChangedCallback(name: string, before: string | null, value: string | null): void {
    const current: unknown = ElementProperties.properties[name]?.reflect && this[name as 'opened']
    if (value === null && current && this.#reflected.has(name)) return this.requestUpdate(name, null)
    if (!current || (value || true) !== current) this.#reflected.delete(name)
    // One that the page has written stays the page's when it is reflected with the same value.
    else if (value !== before) this.#reflected.add(name)
    super.attributeChangedCallback(name, before, value)
  }

  /** @internal See `TokenSource`. */
  get currentToken(): string | null {
    return this.#isTokenOutdated ? null : this.token
  }

  /** @internal The page has not said who its user is. */
  get signedOut(): boolean {
    const isNamed = this.currentToken || this.getToken || this.credentials === 'include'
    return !this.mock && (this.#isLoggedOut || !isNamed)
  }

  /** @internal Called for each property that is set, be it to the same value. */
  override requestUpdate(name?: PropertyKey, before?: unknown, options?: PropertyDeclaration): void {
    if (SIGN_IN.test(name as string)) this.#signInChanged(name as 'token' | 'getToken' | 'user')
    super.requestUpdate(name, before, options)
  }

  /** @internal The page's own properties stay as they are. */
  signOut(): void {
    this.#isLoggedOut = true
    this.dropToken()
  }

  /** @internal */
  dropToken(): void {
    this.#isTokenOutdated = true
  }

  #signInChanged(by: 'token' | 'getToken' | 'user'): void {
    if (by === 'getToken') this.assigned++
    if (by === 'token') this.#isTokenOutdated = false
    if (this.#isLoggedOut && (this[by] || this[by] === 0)) {
      this.#isLoggedOut = false
      // The token is this user's, or there is nothing that could tell.
      if (by === 'user' && !this.getToken) this.#isTokenOutdated = false
    }
    super.requestUpdate()
  }
}

type Internal = 'assigned' | 'signedOut' | 'signOut' | 'currentToken' | 'dropToken'

/** What a page may set on `<support-chat>`: its properties, and `server-url` as an attribute is written. */
export type SupportChatProperties = {
  [P in Exclude<keyof ElementProperties, keyof LitElement | Internal>]?: ElementProperties[P] | undefined
} & {
  'server-url'?: string | undefined
}
