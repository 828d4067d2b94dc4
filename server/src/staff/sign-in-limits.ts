import { Injectable } from '@nestjs/common'
import type { RateLimitName } from '../rate-limits/rate-limit.js'
import { RateLimiter } from '../rate-limits/rate-limiter.js'
import type { SignInClient } from './known-devices.js'
import type { User } from '../users/user.entity.js'

/** A sign-in that is within the limits. It counts as a failed one until it is forgiven. */
export interface SignInAttempt {
  /** Whether the device has signed in to this account before. */
  readonly isKnownDevice: boolean
  /** Called when the sign-in succeeds: it is counted no more. */
  forgive(): Promise<void>
}

/**
 * Limits password guessing without locking out the owner of an account.
 *
 * Failed sign-ins to an account are counted for the client's address and, so that many addresses do not help, for the
 * account as a whole. A device that has signed in to the account before is counted on its own.
 */
@Injectable()
export class SignInLimits {
  constructor(private readonly limiter: RateLimiter) {}

  /** Counts an attempt of an address from which nobody is known to sign in. @throws AppError `rate_limited` */
  async admitStranger({ network }: SignInClient): Promise<void> {
    await this.limiter.take('signIn', 'login', network)
  }

  async forgiveStranger({ network }: SignInClient): Promise<void> {
    await this.limiter.forgive('signIn', 'login', network)
  }

  /**
   * Counts a code of an account's second factor, sent by who has the password. Known devices are counted on their own.
   * @throws AppError `rate_limited`
   */
  admitCode(id: string, client: SignInClient): Promise<SignInAttempt> {
    return this.admitTo(id, client.devices.get(id), client, ['codeDevice', 'code', 'codeAccount'])
  }

  /**
   * Counts an attempt to sign in to an account.
   * @param staff null where no account has the address: it is counted all the same, so that the limits do not tell
   * @throws AppError `rate_limited`
   */
  admit(staff: User | null, email: string, client: SignInClient): Promise<SignInAttempt> {
    const account = staff?.id ?? email.normalize('NFKC').toLowerCase()
    const device = staff ? client.devices.get(staff.id) : undefined
    return this.admitTo(account, device, client, ['loginDevice', 'login', 'loginAccount'])
  }

  private async admitTo(
    account: string,
    device: string | undefined,
    { network }: SignInClient,
    [ofDevice, ofNetwork, ofAccount]: readonly [RateLimitName, RateLimitName, RateLimitName],
  ): Promise<SignInAttempt> {
    if (device) {
      await this.limiter.take(ofDevice, account, device)
      return { isKnownDevice: true, forgive: () => this.limiter.forgive(ofDevice, account, device) }
    }
    await this.limiter.take(ofNetwork, account, network)
    await this.limiter.take(ofAccount, account)
    const forgive = async () => {
      await this.limiter.forgive(ofNetwork, account, network)
      await this.limiter.forgive(ofAccount, account)
    }
    return { isKnownDevice: false, forgive }
  }
}
