import { Injectable } from '@nestjs/common'
import { RateLimiter } from '../rate-limits/rate-limiter.js'
import type { SignInClient } from './known-devices.js'
import type { User } from '../users/user.entity.js'

/** An attempt that was let through, and counts as a guess until it turns out not to be one. */
export interface Attempt {
  /** Whether the device has signed in to this account before. */
  readonly known: boolean
  /** It succeeded: nothing was guessed. */
  forgive(): Promise<void>
}

/**
 * Bounds guessing without shutting anybody out who does not guess.
 *
 * Guesses at one account are counted for the address that they come from and, so that many addresses do not help, for
 * the account; a device that has signed in before is counted by itself, and so never waits for what others do.
 */
@Injectable()
export class SignInLimits {
  constructor(private readonly limiter: RateLimiter) {}

  /** Before anything is looked up, for who cannot be somebody known. @throws AppError `rate_limited` */
  async admitStranger({ address }: SignInClient): Promise<void> {
    await this.limiter.take('signIn', 'login', address)
  }

  async forgiveStranger({ address }: SignInClient): Promise<void> {
    await this.limiter.forgive('signIn', 'login', address)
  }

  /**
   * @param staff whose address was given; null for nobody's, which is counted the same, so that it cannot be told
   * @throws AppError `rate_limited`
   */
  async admit(staff: User | null, email: string, { address, devices }: SignInClient): Promise<Attempt> {
    const account = staff?.id ?? email.normalize('NFKC').toLowerCase()
    const device = staff && devices.get(staff.id)
    if (device) {
      await this.limiter.take('loginDevice', account, device)
      return { known: true, forgive: () => this.limiter.forgive('loginDevice', account, device) }
    }
    await this.limiter.take('login', account, address)
    await this.limiter.take('loginAccount', account)
    const forgive = async () => {
      await this.limiter.forgive('login', account, address)
      await this.limiter.forgive('loginAccount', account)
    }
    return { known: false, forgive }
  }
}
