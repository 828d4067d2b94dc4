import { Injectable } from '@nestjs/common'
import { MAX_REFUSED_ORIGINS_SHOWN, type CheckTokenBody, type Setup, type TokenReport } from '@support-chat/shared'
import type { Principal } from '../auth/principal.js'
import { TokenChecker } from '../auth/token-checker.js'
import { serverUrlOf } from '../config/base-path.js'
import { Config } from '../config/config.js'
import { OriginPolicy } from '../config/origin-policy.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { RateLimiter } from '../rate-limits/rate-limiter.js'
import { SetupRepository } from './setup.repository.js'

/** How far the set-up of an installation is, and what its tokens are worth. */
@Injectable()
export class SetupService {
  constructor(
    private readonly config: Config,
    private readonly origins: OriginPolicy,
    private readonly unitOfWork: UnitOfWork,
    private readonly setup: SetupRepository,
    private readonly tokens: TokenChecker,
    private readonly limiter: RateLimiter,
  ) {}

  async read({ id }: Principal): Promise<Setup> {
    const { allowedOrigins, environment } = this.config
    const url = serverUrlOf(this.config)
    const progress = await this.unitOfWork.read((reader) => this.setup.progress(reader, id, `${url}/demo`))
    const refused = await this.unitOfWork.read((reader) => this.setup.refused(reader))
    return {
      public_url: url,
      development: environment === 'development',
      user_tokens: this.tokens.kind,
      allowed_origins: allowedOrigins === 'any' ? null : [...allowedOrigins],
      refused_origins: refused
        .filter(({ origin }) => !this.origins.allows(origin))
        .slice(0, MAX_REFUSED_ORIGINS_SHOWN)
        .map(({ origin, refused_at }) => ({ origin, refused_at: refused_at.toISOString() })),
      ...progress,
    }
  }

  /** @throws AppError `rate_limited`; `unavailable` where the keys cannot be reached */
  async checkToken(principal: Principal, { token }: CheckTokenBody): Promise<TokenReport> {
    await this.limiter.take('checkToken', principal.id)
    return this.tokens.check(token)
  }
}
