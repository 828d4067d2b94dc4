import type { ApiError } from '../../contract/errors.js'
import type { Timings } from './timings.js'
import { retryDelay, toApiError } from './request-error.js'

/**
 * Work that never runs twice at once: requested while it runs, it runs once more afterwards. Where it fails with an error
 * that can pass, it is retried with growing waits.
 */
export class RetryingTask {
  readonly #timings: Timings
  readonly #work: () => Promise<unknown>
  readonly #onRefused: ((error: ApiError) => void) | undefined
  #running: Promise<void> | null = null
  #again = false
  #failures = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #stopped = false

  /** @param onRefused is called with an error that no retry would change */
  constructor(timings: Timings, work: () => Promise<unknown>, onRefused?: (error: ApiError) => void) {
    this.#timings = timings
    this.#work = work
    this.#onRefused = onRefused
  }

  /** Resolves when nothing is under way any more; never rejects. */
  run(): Promise<void> {
    this.#again = true
    return (this.#running ??= this.#loop())
  }

  /** Runs after `wait` milliseconds, or earlier where a retry is due anyway. */
  schedule(wait: number): void {
    if (this.#running) this.#again = true
    else if (!this.#stopped) this.#timer ??= setTimeout(() => void this.run(), wait)
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }

  async #loop(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    try {
      while (this.#again && !this.#stopped) {
        this.#again = false
        await this.#work()
        this.#failures = 0
      }
    } catch (thrown) {
      const error = toApiError(thrown)
      const wait = retryDelay(error, this.#timings, this.#failures++)
      this.#running = null
      if (wait === null) this.#onRefused?.(error)
      else this.schedule(wait)
    }
    this.#running = null
  }
}
