import type { ChatApi } from './chat-api.js'
import type { ChatView } from './chat-view.js'
import type { Timings } from '../core/timings.js'

/** Who is typing, on either side: this side's is announced sparingly, the other side's is shown for a short while. */
export class Typing {
  readonly #api: ChatApi
  readonly #view: ChatView
  readonly #timings: Timings
  #sentAt = -Infinity
  #expiry: ReturnType<typeof setTimeout> | undefined

  constructor(api: ChatApi, view: ChatView, timings: Timings) {
    this.#api = api
    this.#view = view
    this.#timings = timings
  }

  /** This side types, or has stopped: the first is sent at most once each `timings.typing`, the second only after it. */
  setOwn(isTyping: boolean): void {
    const now = performance.now()
    if (isTyping ? now - this.#sentAt < this.#timings.typing : this.#sentAt < 0) return
    this.#sentAt = isTyping ? now : -Infinity
    this.#api.typing(isTyping)
  }

  /** The other side types, or has stopped. Its stop may never be announced, so that typing ends by itself. */
  setOther(otherTyping: boolean, typingName: string | null = null): void {
    clearTimeout(this.#expiry)
    if (otherTyping) this.#expiry = setTimeout(() => this.setOther(false), this.#timings.typingExpiry)
    this.#view.change({ otherTyping, typingName })
  }
}
