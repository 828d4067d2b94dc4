import type { ApiError } from '@support-chat/shared'
import type { PropertyValues } from 'lit'
import { CLOSED, CONNECTING, OFFLINE, type ConversationView } from './conversation-view.js'
import type { Conversation, ConversationHost } from './conversation.js'
import type { Session } from './session.js'
import type { SupportChat } from './support-chat.js'

/** The user's conversation, whose code is fetched when somebody connects for the first time. */
export class LazyConversation {
  #conversation: Conversation | undefined
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
    return this.#conversation ?? this.#prelude
  }

  /** Null when nobody is signed in, when it failed, or when the user has become another meanwhile. */
  async open(): Promise<Session | null> {
    const { token } = this.#host
    const forgotten = this.#forgotten
    if (!this.#mayOpen) return null
    const conversation = this.#conversation ?? (await this.#load())
    if (!this.#mayOpen || forgotten !== this.#forgotten) return null
    return conversation?.open(token) ?? null
  }

  /** Ends it and shows nothing of it any more. @param forget its user is another now, or nobody */
  close(forget: boolean): void {
    if (forget) {
      this.#forgotten++
      this.#prelude = CLOSED
    }
    this.#conversation?.close(forget)
  }

  follow(changed: PropertyValues<SupportChat>): void {
    this.#conversation?.follow(changed)
  }

  /** Ends it in the user's other tabs too: whoever the page names now, before it forgets them. */
  async signOut(): Promise<void> {
    const { token, getToken, signedOut } = this.#host
    const conversation = this.#conversation ?? (signedOut ? null : await this.#load())
    conversation?.signOut({ token, getToken })
  }

  get #mayOpen(): boolean {
    return this.#isWanted() && !this.#host.signedOut
  }

  async #load(): Promise<Conversation | null> {
    this.#prelude = { ...CLOSED, isOpen: true, connection: CONNECTING }
    this.#host.requestUpdate()
    try {
      const live = await import('./conversation.js')
      return (this.#conversation ??= new live.Conversation(this.#host))
    } catch (cause) {
      const error: ApiError = { code: 'unavailable', message: String(cause) }
      this.#prelude = { ...CLOSED, isOpen: true, connection: { ...OFFLINE, error } }
      this.#host.tell('error', error)
      this.#host.requestUpdate()
      return null
    }
  }
}
