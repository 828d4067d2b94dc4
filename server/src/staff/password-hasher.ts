import { randomUUID } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { Injectable } from '@nestjs/common'
import { hash, verify } from '@node-rs/argon2'
import { AppError } from '../common/errors/app-error.js'
import { ConcurrencyLimiter, type Priority } from '../rate-limits/concurrency-limiter.js'

/** Hashing takes a core, and one of Node's four threads for files and DNS: at least one core is left to everything else. */
const MAX_RUNNING = Math.max(1, Math.min(2, availableParallelism() - 1))

const MAX_QUEUED = 50

/**
 * Hashes passwords, a few at a time: hashing is slow on purpose, and must not slow everything else. A person who has signed
 * in from this device before has `high` priority, and is not delayed by strangers.
 */
@Injectable()
export class PasswordHasher {
  private readonly limiter = new ConcurrencyLimiter(
    { maxRunning: MAX_RUNNING, maxQueued: MAX_QUEUED },
    {
      reject: () => new AppError('unavailable', 'Too many people are signing in at this moment: try again shortly'),
    },
  )
  /** Checked where an account has no password, or does not exist, so that the answer takes as long as any other. */
  private readonly dummyHash = hash(randomUUID())

  /** @throws AppError `unavailable` where too many wait already */
  hash(password: string, priority: Priority): Promise<string> {
    return this.limiter.run(() => hash(password), priority)
  }

  /**
   * @param passwordHash null where there is no password: it takes as long, and is false
   * @throws AppError `unavailable` where too many wait already
   */
  async verify(passwordHash: string | null, password: string, priority: Priority): Promise<boolean> {
    const checked = passwordHash ?? (await this.dummyHash)
    const matches = await this.limiter.run(() => verify(checked, password), priority)
    return matches && passwordHash !== null
  }
}
