import { Injectable } from '@nestjs/common'
import type { ApiScope, Role } from '@support-chat/shared'
import type { RateLimit, RateLimitName } from './rate-limit.js'

/** Whose requests are counted. */
export interface LimitedAccount {
  readonly id: string
  readonly role: Role
  /** Your own id of a user, the `sub` of their tokens. */
  readonly externalId?: string | null
  readonly email?: string
  readonly name?: string | null
  /** Of an API key; null for people. */
  readonly scopes?: readonly ApiScope[] | null
}

/**
 * Says how much an account may do. Extension point: the default leaves it at what docs/limits.md tells, and `rateLimits` sets another one.
 *
 * It is asked for each request and socket event, so it answers at once, and throws nothing. Sign-ins, and whatever
 * is counted by address, have limits of their own.
 *
 * @example
 * class ByPlan extends RateLimitPolicy {
 *   constructor(private readonly plans: Plans) {
 *     super()
 *   }
 *
 *   limitFor(name: RateLimitName, account: LimitedAccount, usual: RateLimit): RateLimit {
 *     return name === 'send' && this.plans.isFree(account.externalId) ? { burst: 20, perSecond: 1 } : usual
 *   }
 * }
 */
export abstract class RateLimitPolicy {
  /**
   * @param name what is done: `send`, `read`, `view` and so on
   * @param usual the limit by default, that of staff included
   * @returns a bucket of `burst` tokens, 1 at least, that gains `perSecond`, more than 0
   */
  abstract limitFor(name: RateLimitName, account: LimitedAccount, usual: RateLimit): RateLimit
}

/** The default. */
@Injectable()
export class UsualRateLimits extends RateLimitPolicy {
  limitFor(_name: RateLimitName, _account: LimitedAccount, usual: RateLimit): RateLimit {
    return usual
  }
}
