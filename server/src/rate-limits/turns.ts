import { Injectable } from '@nestjs/common'
import type { SenderType } from '@support-chat/shared'
import { Line } from './line.js'
import { TURNS } from './rate-limit.js'

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
  enter({ id, role }: { id: string; role: SenderType }): Promise<() => void> {
    const line = this.lines.get(id) ?? new Line(TURNS[role], () => this.lines.delete(id))
    this.lines.set(id, line)
    return line.enter()
  }
}
