import { isRetryable, type ApiError } from './error-code.js'
import { backoff, type Pace } from './pace.js'
import { retryAfter, toApiError } from './request-error.js'

/** Runs one job, never twice at once: asked while it runs, it runs once more; failing, it tries again by itself. */
export class CatchUp {
  readonly #pace: Pace
  readonly #job: () => Promise<void>
  readonly #onRefused: (error: ApiError) => void
  #running: Promise<void> | null = null
  #again = false
  #failures = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #stopped = false

  /** `onRefused` hears of refusals that no repetition will change. */
  constructor(pace: Pace, job: () => Promise<void>, onRefused: (error: ApiError) => void) {
    this.#pace = pace
    this.#job = job
    this.#onRefused = onRefused
  }

  /** Resolves when nothing is under way any more; never rejects. */
  now(): Promise<void> {
    this.#again = true
    this.#running ??= this.#run()
    return this.#running
  }

  /** After `wait`, or when a repetition that is due anyway comes. */
  soon(wait: number): void {
    if (this.#running) this.#again = true
    else if (!this.#timer && !this.#stopped) this.#later(wait)
  }

  stop(): void {
    this.#stopped = true
    this.#cancel()
  }

  #later(wait: number): void {
    this.#timer = setTimeout(() => void this.now(), wait)
  }

  #cancel(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  async #run(): Promise<void> {
    this.#cancel()
    try {
      while (this.#again && !this.#stopped) {
        this.#again = false
        await this.#job()
        this.#failures = 0
      }
    } catch (thrown) {
      const error = toApiError(thrown)
      if (!isRetryable(error.code)) this.#onRefused(error)
      else if (!this.#stopped) this.#later(retryAfter(error) || backoff(this.#pace, this.#failures++))
    } finally {
      this.#running = null
    }
  }
}
