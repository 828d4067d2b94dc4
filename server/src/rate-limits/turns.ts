import { Injectable } from '@nestjs/common'
import type { SenderType } from '@support-chat/shared'
import { TURNS } from './rate-limit.js'
import { tooMany } from './rate-limiter.js'

/** What is told to who finds the line full. */
const COME_BACK_MS = 1_000

/** A turn may have been long because the client took long to read. */
const LONGEST_PAUSE_MS = 100

interface Line {
  running: number
  readonly waiting: (() => void)[]
}

/**
 * Lets a few requests of an account run at a time and the others wait in line, so that a hundred large pages asked for
 * at once are made and sent a few at a time, and everybody else is served between them. On this process.
 */
@Injectable()
export class Turns {
  private readonly lines = new Map<string, Line>()

  /**
   * Waits for a turn.
   * @returns ends it; safe to call again
   * @throws AppError `rate_limited` when too many wait already, or when it takes too long
   */
  async enter({ id, role }: { id: string; role: SenderType }): Promise<() => void> {
    const line = this.lines.get(id) ?? { running: 0, waiting: [] }
    this.lines.set(id, line)
    if (line.running < TURNS[role].atOnce) line.running++
    else if (line.waiting.length < TURNS[role].waiting) await this.wait(line)
    else throw tooMany(COME_BACK_MS)
    const begin = performance.now()
    let ended = false
    return () => {
      if (!ended) this.end(id, line, performance.now() - begin)
      ended = true
    }
  }

  private wait(line: Line): Promise<void> {
    return new Promise((resolve, reject) => {
      const begin = () => {
        clearTimeout(timer)
        resolve()
      }
      const timer = setTimeout(() => {
        line.waiting.splice(line.waiting.indexOf(begin), 1)
        reject(tooMany(COME_BACK_MS))
      }, TURNS.longestWaitMs).unref()
      line.waiting.push(begin)
    })
  }

  /** The next in line waits as long again as this turn took: a line that never empties leaves half the time to others. */
  private end(id: string, line: Line, took: number): void {
    const pause = line.waiting.length > 0 ? Math.min(Math.floor(took), LONGEST_PAUSE_MS) : 0
    if (pause === 0) this.pass(id, line)
    else setTimeout(() => this.pass(id, line), pause)
  }

  /** The turn passes to the next in line, or is over. */
  private pass(id: string, line: Line): void {
    const next = line.waiting.shift()
    if (next) return next()
    line.running--
    if (line.running === 0) this.lines.delete(id)
  }
}
