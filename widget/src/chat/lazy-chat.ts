import { CLOSED, CONNECTING, OFFLINE, type ChatError, type ConversationView } from './chat-snapshot.js'
import type { ConversationHost } from './chat-host.js'
import type { Conversation } from './chat-controller.js'
import { lazy } from '../loading/lazy.js'
import type { Session } from './session.js'

const loadLive = lazy((_again) => import('./chat-controller.js'))

/** The user's conversation, whose code is fetched when somebody connects for the first time. */
export class LazyConversation {
  /** Undefined until its code is there. */
  live: Conversation | undefined
  /** What is shown until its code is there. */
  #prelude = CLOSED
  /** Counts users that were forgotten: what was asked for one of them is not done for the next. */
  #forgotten = 0

  readonly #host: ConversationHost
  readonly #isWanted: () => boolean

  constructor(host: ConversationHost, isWanted: () => boolean) {
    this.#host = host
    this.#isWanted = isWanted
  }

  get view(): ConversationView {
    return this.live ?? this.#prelude
  }

  /** Null when nobody is signed in, when it failed, or when the user has become another meanwhile. */
  async open(): Promise<Session | null> {
    const { token, user } = this.#host
    const forgotten = this.#forgotten
    if (!this.#mayOpen) return null
    const conversation = this.live ?? (await this.#load())
    if (!this.#mayOpen || forgotten !== this.#forgotten) return null
    return conversation.open(token, user)
  }

  /** Ends it and shows nothing of it any more. @param forget its user is another now, or nobody */
  close(forget: boolean): void {
    if (forget) {
      this.#forgotten++
      this.#prelude = CLOSED
    }
    this.live?.close(forget)
  }

  /** Ends it in the user's other tabs too: whoever the page names now, before it forgets them. */
  async signOut(): Promise<void> {
    const { token, getToken, signedOut } = this.#host
    const conversation = this.live ?? (signedOut ? null : await this.#load())
    conversation?.signOut({ token, getToken })
  }

  get #mayOpen(): boolean {
    return this.#isWanted() && !this.#host.signedOut
  }

  async #load(): Promise<Conversation> {
    this.#prelude = { ...CLOSED, isOpen: true, connection: CONNECTING }
    this.#host.requestUpdate()
    const { Conversation } = await loadLive(this.#failed)
    return (this.live ??= new Conversation(this.#host))
  }

  readonly #failed = (cause: unknown) => {
    if (this.#prelude.connection !== CONNECTING) return
    const error: ChatError = { code: 'unavailable', message: String(cause) }
    this.#prelude = { ...this.#prelude, connection: { ...OFFLINE, error } }
    this.#host.tell('error', error)
    this.#host.requestUpdate()
  }
}
