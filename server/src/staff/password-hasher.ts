import { randomUUID } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { Injectable } from '@nestjs/common'
import { hash, verify } from '@node-rs/argon2'
import { AppError } from '../common/errors/app-error.js'

/** Hashing takes a core and a thread of the four that files and names are read with: one core is left to everybody else. */
const AT_ONCE = Math.max(1, Math.min(2, availableParallelism() - 1))

/** Who may wait: strangers, and apart from them those who have proved that they are no strangers. */
const MAX_WAITING = 50

/** Whether it is somebody who has signed in before, and so goes first. */
type Standing = 'known' | 'stranger'

/** Hashes passwords, few at once: it is slow on purpose, and whoever asks for much of it must not slow everything else. */
@Injectable()
export class PasswordHasher {
  private running = 0
  private readonly waiting: Record<Standing, (() => void)[]> = { known: [], stranger: [] }
  /** Checked in place of a password that does not exist, so that an unknown address takes as long as a known one. */
  private readonly nobodys = hash(randomUUID())

  /** @throws AppError `unavailable` where too many wait already */
  hash(password: string, standing: Standing): Promise<string> {
    return this.inTurn(standing, () => hash(password))
  }

  /** @param passwordHash null where there is no password: it takes as long, and is false. */
  async verify(passwordHash: string | null, password: string, standing: Standing): Promise<boolean> {
    const checked = passwordHash ?? (await this.nobodys)
    const matches = await this.inTurn(standing, () => verify(checked, password))
    return matches && passwordHash !== null
  }

  private async inTurn<T>(standing: Standing, work: () => Promise<T>): Promise<T> {
    await this.turn(standing)
    try {
      return await work()
    } finally {
      this.next()
    }
  }

  private async turn(standing: Standing): Promise<void> {
    const line = this.waiting[standing]
    if (this.running < AT_ONCE) this.running++
    else if (line.length < MAX_WAITING) await new Promise<void>((resolve) => line.push(resolve))
    else throw new AppError('unavailable', 'Too many people are signing in at this moment: try again shortly')
  }

  /** Hands the place on, or frees it. */
  private next(): void {
    const first = this.waiting.known.shift() ?? this.waiting.stranger.shift()
    if (first) first()
    else this.running--
  }
}
