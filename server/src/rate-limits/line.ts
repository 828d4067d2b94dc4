import { tooMany } from './rate-limiter.js'

/** What is told to who finds the line full. */
const COME_BACK_MS = 1_000

/** A turn may have been long because the client took long to read. */
const LONGEST_PAUSE_MS = 100

export interface LineLimits {
  readonly atOnce: number
  readonly waiting: number
  readonly longestWaitMs: number
  /** Whether the next in line waits as long again as a turn took: a line that never empties leaves half the time to others. */
  readonly pauses: boolean
}

/** Lets a few run at a time; the others wait for their turn in the order they came. */
export class Line {
  private running = 0
  private readonly waiting: (() => void)[] = []

  /** @param onEmpty called whenever nobody is in it any more */
  constructor(
    private readonly limits: LineLimits,
    private readonly onEmpty: () => void = () => undefined,
  ) {}

  /**
   * Waits for a turn.
   * @returns ends it; safe to call again
   * @throws AppError `rate_limited` when too many wait already, or when it takes too long
   */
  async enter(): Promise<() => void> {
    const { atOnce, waiting } = this.limits
    if (this.running < atOnce) this.running++
    else if (this.waiting.length < waiting) await this.wait()
    else throw tooMany(COME_BACK_MS)
    const began = performance.now()
    let ended = false
    return () => {
      if (!ended) this.end(performance.now() - began)
      ended = true
    }
  }

  private wait(): Promise<void> {
    return new Promise((resolve, reject) => {
      const begin = () => {
        clearTimeout(timer)
        resolve()
      }
      const timer = setTimeout(() => {
        this.waiting.splice(this.waiting.indexOf(begin), 1)
        reject(tooMany(COME_BACK_MS))
      }, this.limits.longestWaitMs).unref()
      this.waiting.push(begin)
    })
  }

  private end(took: number): void {
    const isFollowed = this.limits.pauses && this.waiting.length > 0
    const pause = isFollowed ? Math.min(Math.floor(took), LONGEST_PAUSE_MS) : 0
    if (pause === 0) this.pass()
    else setTimeout(() => this.pass(), pause)
  }

  /** The turn passes to the next in line, or is over. */
  private pass(): void {
    const next = this.waiting.shift()
    if (next) return next()
    this.running--
    if (this.running === 0) this.onEmpty()
  }
}
