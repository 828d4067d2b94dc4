import { Injectable } from '@nestjs/common'
import { UnitOfWork } from '../database/unit-of-work.js'
import { AppError } from '../common/errors/app-error.js'
import { RateLimiter } from '../rate-limits/rate-limiter.js'
import { EmailOptOutRepository } from '../users/email-opt-out.repository.js'
import { UnsubscribeLinks } from './unsubscribe-links.js'

/** Lets the holder of an e-mail's link stop the e-mails, and have them back. */
@Injectable()
export class UnsubscribeService {
  /** @internal Nest makes it. */
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly optOuts: EmailOptOutRepository,
    private readonly links: UnsubscribeLinks,
    private readonly limiter: RateLimiter,
  ) {}

  /** @returns whether the user receives e-mails. @throws AppError `not_found`, `rate_limited` */
  async isSubscribed(token: string): Promise<boolean> {
    const userId = await this.admit(token)
    return this.unitOfWork.run(async (tx) => found(await this.optOuts.isSubscribed(tx, userId)))
  }

  /** Safe to repeat. @throws AppError `not_found`, `rate_limited` */
  async unsubscribe(token: string): Promise<void> {
    const userId = await this.admit(token)
    await this.unitOfWork.run(async (tx) => found(await this.optOuts.optOut(tx, userId)))
  }

  /** Safe to repeat. @throws AppError `not_found`, `rate_limited` */
  async resubscribe(token: string): Promise<void> {
    const userId = await this.admit(token)
    await this.unitOfWork.run(async (tx) => found(await this.optOuts.optIn(tx, userId)))
  }

  private async admit(token: string): Promise<string> {
    const userId = found(this.links.userOf(token))
    await this.limiter.take('unsubscribe', userId)
    return userId
  }
}

function found<T>(value: T | null): T {
  if (value === null) throw new AppError('not_found', 'This link does not work')
  return value
}
