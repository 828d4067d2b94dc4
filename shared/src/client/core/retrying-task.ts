import type { ApiError } from '../../contract/errors.js'
import type { Pace } from './timings.js'
import { retryDelay, toApiError } from './request-error.js'

/** Work that is never done twice at once: asked for while it runs, it runs once more; failing, it is tried again later. */
export class Job {
  readonly #pace: Pace
  readonly #work: () => Promise<unknown>
  readonly #onRefused: ((error: ApiError) => void) | undefined
  #running: Promise<void> | null = null
  #again = false
  #failures = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #stopped = false

  /** `onRefused` hears of refusals that no repetition will change. */
  constructor(pace: Pace, work: () => Promise<unknown>, onRefused?: (error: ApiError) => void) {
    this.#pace = pace
    this.#work = work
    this.#onRefused = onRefused
  }

  /** Resolves when nothing is under way any more; never rejects. */
  now(): Promise<void> {
    this.#again = true
    return (this.#running ??= this.#run())
  }

  /** After `wait`, or when a repetition that is due anyway comes. */
  soon(wait: number): void {
    if (this.#running) this.#again = true
    else if (!this.#stopped) this.#timer ??= setTimeout(() => void this.now(), wait)
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }

  async #run(): Promise<void> {
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
      const wait = retryDelay(error, this.#pace, this.#failures++)
      this.#running = null
      if (wait === null) this.#onRefused?.(error)
      else this.soon(wait)
    }
    this.#running = null
  }
}
