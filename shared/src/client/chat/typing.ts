import type { Timings } from '../core/timings.js'

/** Both directions of "is typing": told sparingly, believed for a short while. */
export class Typing {
  readonly #timings: Timings
  readonly #send: (isTyping: boolean) => void
  readonly #onOther: (isTyping: boolean) => void
  #toldAt = -Infinity
  #expiry: ReturnType<typeof setTimeout> | undefined

  constructor(timings: Timings, tell: (isTyping: boolean) => void, onOther: (isTyping: boolean) => void) {
    this.#timings = timings
    this.#send = tell
    this.#onOther = onOther
  }

  /** This side types, or has stopped: the first is sent at most once each `timings.typing`, the second only after it. */
  own(isTyping: boolean): void {
    const now = performance.now()
    if (isTyping ? now - this.#toldAt < this.#timings.typing : this.#toldAt < 0) return
    this.#toldAt = isTyping ? now : -Infinity
    this.#send(isTyping)
  }

  /** The other side says so; forgotten by itself, since its end may never be told. */
  other(isTyping: boolean): void {
    clearTimeout(this.#expiry)
    if (isTyping) this.#expiry = setTimeout(() => this.#onOther(false), this.#timings.typingExpiry)
    this.#onOther(isTyping)
  }
}
