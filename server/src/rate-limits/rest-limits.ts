import { type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common'
import { Reflector } from '@nestjs/core'
import type { Request, Response } from 'express'
import { AppError } from '../common/errors/app-error.js'
import type { RateLimitName } from './rate-limit.js'
import type { LimitedAccount } from './rate-limit.policy.js'
import { RateLimiter } from './rate-limiter.js'
import { AccountConcurrency } from './account-concurrency.js'

const LIMIT = 'support-chat:rate-limit'

/** Sends share transactions: many at once are no more work. Uploads take their time, and have slots of their own. */
const WITHOUT_SLOT: readonly RateLimitName[] = ['send', 'upload']

/** Names the limit of a route; without it GET counts as `view`, everything else as `change`. */
export const Limited = (name: RateLimitName) => SetMetadata(LIMIT, name)

/** The limits of every route that takes a token. The guard that verifies tokens asks here, so that no route is forgotten. */
@Injectable()
export class RestLimits {
  constructor(
    private readonly reflector: Reflector,
    private readonly limiter: RateLimiter,
    private readonly concurrency: AccountConcurrency,
  ) {}

  /**
   * Lets a request in within the limits of its account.
   * @param token what the account is known by; null where that is not known
   * @param authenticate finds the account
   * @throws AppError `rate_limited`; what `authenticate` throws
   */
  async admit<A extends LimitedAccount>(
    context: ExecutionContext,
    token: string | null,
    authenticate: () => Promise<A>,
  ): Promise<A> {
    const limit = this.limitOf(context)
    const isCounted = token !== null && (await this.limiter.takeByToken(limit, token))
    const account = await authenticate()
    if (!isCounted) await this.limiter.takeFor(limit, account, token ?? undefined)
    if (!WITHOUT_SLOT.includes(limit)) await this.waitForSlot(account, context.switchToHttp().getResponse<Response>())
    return account
  }

  /**
   * The same for an API key, all of whose requests count as one kind.
   * @throws AppError `rate_limited`; what `authenticate` throws
   */
  async admitKey<A extends LimitedAccount>(
    context: ExecutionContext,
    key: string,
    authenticate: () => Promise<A>,
  ): Promise<A> {
    const isCounted = await this.limiter.takeByToken('apiKey', key)
    const account = await authenticate()
    if (!isCounted) await this.limiter.takeFor('apiKey', account, key)
    if (!WITHOUT_SLOT.includes(this.limitOf(context)))
      await this.waitForSlot(account, context.switchToHttp().getResponse<Response>())
    return account
  }

  /** The slot is held until the client has read the answer: one that reads slowly delays only its own requests. */
  private async waitForSlot(account: LimitedAccount, response: Response): Promise<void> {
    const release = await this.concurrency.acquire(account)
    response.once('close', release)
    if (!response.closed && !response.destroyed) return
    release()
    throw new AppError('unavailable', 'The connection was lost')
  }

  private limitOf(context: ExecutionContext): RateLimitName {
    const named = this.reflector.getAllAndOverride<RateLimitName | undefined>(LIMIT, [
      context.getHandler(),
      context.getClass(),
    ])
    const { method } = context.switchToHttp().getRequest<Request>()
    return named ?? (method === 'GET' || method === 'HEAD' ? 'view' : 'change')
  }
}
