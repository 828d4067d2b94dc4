import type { Pace } from '../core/timings.js'

/** Both directions of "is typing": told sparingly, believed for a short while. */
export class Typing {
  readonly #pace: Pace
  readonly #tell: (isTyping: boolean) => void
  readonly #onOther: (isTyping: boolean) => void
  #toldAt = -Infinity
  #expiry: ReturnType<typeof setTimeout> | undefined

  constructor(pace: Pace, tell: (isTyping: boolean) => void, onOther: (isTyping: boolean) => void) {
    this.#pace = pace
    this.#tell = tell
    this.#onOther = onOther
  }

  /** This side types: told at once, then at most once each `pace.typing`; its end only after a beginning. */
  own(isTyping: boolean): void {
    const now = performance.now()
    if (isTyping ? now - this.#toldAt < this.#pace.typing : this.#toldAt < 0) return
    this.#toldAt = isTyping ? now : -Infinity
    this.#tell(isTyping)
  }

  /** The other side says so; forgotten by itself, since its end may never be told. */
  other(isTyping: boolean): void {
    clearTimeout(this.#expiry)
    if (isTyping) this.#expiry = setTimeout(() => this.#onOther(false), this.#pace.typingExpiry)
    this.#onOther(isTyping)
  }
}
