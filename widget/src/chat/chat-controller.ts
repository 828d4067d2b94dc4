import type { ReactiveController } from 'lit'
import { whenIdle } from '../loading/idle.js'
import type { Lazy } from '../loading/lazy.js'
import type { ChatHost } from './chat-host.js'
import { CLOSED, CONNECTING, OFFLINE, type ChatError, type ChatSnapshot } from './chat-snapshot.js'
import type { SessionLifecycle } from './session-lifecycle.js'
import type { Session } from './session.js'

type LoadLifecycle = Lazy<Pick<typeof import('./session-lifecycle.js'), 'SessionLifecycle'>>

/** The chat of a view's user. Its code is fetched at the first connection. */
export class ChatController implements ReactiveController {
  /** Undefined until its code is there. */
  lifecycle: SessionLifecycle | undefined
  /** What is shown until its code is there. */
  #placeholder = CLOSED
  /** Goes up when a user is forgotten: a call made for one user is not carried out for the next. */
  #generation = 0
  #isConnecting = false
  #wasOpened = false

  readonly #host: ChatHost
  readonly #loadLifecycle: LoadLifecycle

  constructor(host: ChatHost, loadLifecycle: LoadLifecycle) {
    this.#host = host
    this.#loadLifecycle = loadLifecycle
  }

  get snapshot(): ChatSnapshot {
    return this.lifecycle?.snapshot ?? this.#placeholder
  }

  hostUpdate(): void {
    const { opened, isActive } = this.#host
    this.lifecycle?.syncIdentity()
    if (!isActive) return
    if (opened && !this.#wasOpened) this.lifecycle?.confirm()
    this.#wasOpened = opened
    if (this.#mayOpen && !this.snapshot.isOpen) this.#openSoon()
  }

  hostDisconnected(): void {
    this.close(false)
  }

  /** Null when nobody is signed in, when it failed, or when the user has become another meanwhile. */
  async open(): Promise<Session | null> {
    const { currentToken, user } = this.#host
    const generation = this.#generation
    if (!this.#mayOpen) return null
    const lifecycle = this.lifecycle ?? (await this.#load())
    if (!this.#mayOpen || generation !== this.#generation) return null
    return lifecycle.open(currentToken, user)
  }

  /** Ends it and shows nothing of it any more. @param forget its user is another now, or nobody */
  close(forget: boolean): void {
    if (forget) {
      this.#generation++
      this.#placeholder = CLOSED
    }
    this.lifecycle?.close(forget)
  }

  /** Ends it in the other tabs too of the user whom the page names now, before it forgets them. */
  async signOut(): Promise<void> {
    const { currentToken, signedOut } = this.#host
    if (!signedOut) (this.lifecycle ?? (await this.#load())).signOut(currentToken)
  }

  get #mayOpen(): boolean {
    return this.#host.isActive && !this.#host.signedOut
  }

  /** At once where the panel is shown; else when the page is idle. */
  #openSoon(): void {
    if (this.#host.shown) void this.open()
    else if (!this.#isConnecting) {
      this.#isConnecting = true
      whenIdle(() => {
        this.#isConnecting = false
        void this.open()
      })
    }
  }

  async #load(): Promise<SessionLifecycle> {
    this.#placeholder = { ...CLOSED, isOpen: true, connection: CONNECTING }
    this.#host.requestUpdate()
    const { SessionLifecycle } = await this.#loadLifecycle(this.#reportFailure)
    return (this.lifecycle ??= new SessionLifecycle(this.#host))
  }

  readonly #reportFailure = (cause: unknown) => {
    if (this.#placeholder.connection !== CONNECTING) return
    const error: ChatError = { code: 'unavailable', message: String(cause) }
    this.#placeholder = { ...this.#placeholder, connection: { ...OFFLINE, error } }
    this.#host.emit('error', error)
    this.#host.requestUpdate()
  }
}
