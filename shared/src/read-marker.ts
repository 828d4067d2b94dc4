import { isRetryable } from './error-code.js'
import { backoff, type Pace } from './pace.js'
import { retryAfter, toApiError } from './request-error.js'

/** Tells the server up to where this side has read: only ever forward, gathered for a moment, until it is known there. */
export class ReadMarker {
  readonly #pace: Pace
  readonly #tell: (sequence: number) => Promise<unknown>
  #wanted = 0
  #told = 0
  #failures = 0
  #stopped = false
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(pace: Pace, tell: (sequence: number) => Promise<unknown>) {
    this.#pace = pace
    this.#tell = tell
  }

  /** Up to where this side has read, told or not. */
  get sequence(): number {
    return this.#wanted
  }

  mark(sequence: number): void {
    if (sequence <= this.#wanted) return
    this.#wanted = sequence
    this.#later(this.#pace.read)
  }

  /** Another device of this side has read, and the server knows. */
  known(sequence: number): void {
    this.#wanted = Math.max(this.#wanted, sequence)
    this.#told = Math.max(this.#told, sequence)
  }

  /** The line is up (again). */
  resume(): void {
    this.#failures = 0
    if (this.#told < this.#wanted && !this.#stopped) this.#later(0)
  }

  /** Tells what is still untold, once, and no more. */
  stop(): void {
    clearTimeout(this.#timer)
    this.#stopped = true
    void this.#flush()
  }

  #later(wait: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#flush(), wait)
  }

  async #flush(): Promise<void> {
    const sequence = this.#wanted
    if (sequence <= this.#told) return
    try {
      await this.#tell(sequence)
      this.#failures = 0
      this.#told = Math.max(this.#told, sequence)
    } catch (thrown) {
      const error = toApiError(thrown)
      if (isRetryable(error.code) && !this.#stopped)
        this.#later(retryAfter(error) || backoff(this.#pace, ++this.#failures))
    }
  }
}
